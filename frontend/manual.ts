// The manual in the app: docs/*.md become manual/*.html in the build, loaded when they are read.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Marked, type Tokens } from "marked";
import type { Plugin } from "vite";

/** Puts each page of a folder of Markdown into the build, with its pictures, and the titles into
 * manual/pages.json. */
export function manual(folder: string): Plugin {
  let place = "";
  return {
    name: "manual",
    configResolved(config) {
      place = join(config.root, folder);
    },
    configureServer(server) {
      server.middlewares.use("/manual", (request, response, next) => {
        const asked = (request.url ?? "").slice(1).split("?")[0];
        const made = filesOf(place).find(({ fileName }) => fileName === `manual/${asked}`);
        if (made) response.end(made.source);
        else next();
      });
    },
    generateBundle() {
      for (const file of filesOf(place)) this.emitFile({ type: "asset", ...file });
    },
  };
}

interface MadeFile {
  fileName: string;
  source: string | Uint8Array;
}

function filesOf(place: string): MadeFile[] {
  const pages = listFiles(place, ".md").map((name) => {
    const text = readFileSync(join(place, name), "utf8").replaceAll("\r\n", "\n");
    return convert(basename(name, ".md"), text);
  });
  const list = pages.map(({ name, title, headings }) => ({ name, title, headings }));
  const pictures = join(place, "pictures");
  return [
    ...pages.map(({ name, html }) => ({ fileName: `manual/${name}.html`, source: html })),
    { fileName: "manual/pages.json", source: `${JSON.stringify(list, null, 1)}\n` },
    ...listFiles(pictures, ".png").map((name) => ({
      fileName: `manual/pictures/${name}`,
      source: readFileSync(join(pictures, name)),
    })),
  ];
}

function listFiles(place: string, ending: string): string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => name.endsWith(ending))
    .sort();
}

interface Page {
  name: string;
  title: string;
  html: string;
  /** Headings of the second level: anchor and text. */
  headings: { anchor: string; text: string }[];
}

/** One page: heading anchors as on code hosts, links to other pages as addresses in the app. */
export function convert(name: string, text: string): Page {
  const headings: Page["headings"] = [];
  const taken = new Map<string, number>();
  let title = name;
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: raw }: Tokens.Heading) {
        const plain = raw.replace(/[`*]|\[([^\]]*)\]\([^)]*\)/g, "$1");
        const anchor = uniqueAnchor(plain, taken);
        if (depth === 1) title = plain;
        if (depth === 2) headings.push({ anchor, text: plain });
        return `<h${depth} id="${anchor}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens);
        return `<a href="${pageAddress(name, href)}"${href.includes("://") ? ' target="_blank" rel="noreferrer"' : ""}>${inner}</a>`;
      },
      image({ href, text: alt }: Tokens.Image) {
        return `<img src="manual/${href}" alt="${alt.replaceAll('"', "&quot;")}" loading="lazy">`;
      },
      table(token: Tokens.Table) {
        const cells = (row: Tokens.TableCell[], tag: string) =>
          `<tr>${row.map((cell) => `<${tag}>${this.parser.parseInline(cell.tokens)}</${tag}>`).join("")}</tr>`;
        const head = token.header.some((cell) => cell.text)
          ? `<thead>${cells(token.header, "th")}</thead>`
          : "";
        const body = token.rows.map((row) => cells(row, "td")).join("\n");
        return `<div class="wide" tabindex="0" role="group" aria-label="Table"><table>${head}<tbody>${body}</tbody></table></div>\n`;
      },
    },
  });
  const html = marked.parse(text, { async: false });
  return { name, title, html, headings };
}

function uniqueAnchor(text: string, taken: Map<string, number>): string {
  const base = text
    .toLowerCase()
    .trim()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");
  const count = taken.get(base) ?? 0;
  taken.set(base, count + 1);
  return count ? `${base}-${count}` : base;
}

function pageAddress(page: string, href: string): string {
  if (href.startsWith("#")) return `#/manual/${page}/${href.slice(1)}`;
  const match = /^([\w-]+)\.md(?:#(.*))?$/.exec(href);
  if (!match) return href;
  return `#/manual/${match[1]}${match[2] ? `/${match[2]}` : ""}`;
}

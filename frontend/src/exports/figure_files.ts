// A figure as SVG, PNG, PDF, CSV, or on the clipboard.

import { makePdf } from "../api";
import type { Drawing, Figure } from "../plots/drawing";
import { toCsv } from "./csv";
import { withResolution } from "./png";
import { saveBlob } from "./save";
import { standaloneSvg } from "./standalone";

export { saveBlob } from "./save";

/** Name of a saved figure. */
export function figureFile(figure: Figure, ending: string): string {
  return `${figure.name.toLowerCase().replace(/[^a-z0-9]+/g, "_")}.${ending}`;
}

export function saveSvg(figure: Figure, drawn: Drawing): void {
  saveBlob(new Blob([svgOf(drawn)], { type: "image/svg+xml" }), figureFile(figure, "svg"));
}

export async function savePdf(figure: Figure, drawn: Drawing): Promise<void> {
  saveBlob(await makePdf(svgOf(drawn)), figureFile(figure, "pdf"));
}

export function saveCsv(figure: Figure, drawn: Drawing): void {
  saveBlob(new Blob([toCsv(drawn.table)], { type: "text/csv" }), figureFile(figure, "csv"));
}

export async function copyImage(drawn: Drawing): Promise<void> {
  const image = pngOf(drawn, { pixels: 2400, dpi: 300, hasWords: false });
  await navigator.clipboard.write([new ClipboardItem({ "image/png": image })]);
}

/** The whole figure for white paper, words around it. */
export function svgOf(drawn: Drawing, hasWords = true): string {
  return withLightColours((colour) => standaloneSvg(drawn, { hasWords }, colour));
}

/** The figure as a PNG so many pixels wide, marked with its resolution. */
export async function pngOf(
  drawn: Drawing,
  { pixels, dpi, hasWords }: { pixels: number; dpi: number; hasWords: boolean },
): Promise<Blob> {
  const svg = svgOf(drawn, hasWords);
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = pixels;
    canvas.height = Math.round((pixels * image.naturalHeight) / image.naturalWidth);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("This browser cannot draw on a canvas.");
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!png) throw new Error("The picture is too large for this browser; choose fewer pixels.");
    const bytes = withResolution(new Uint8Array(await png.arrayBuffer()), dpi);
    return new Blob([bytes as BlobPart], { type: "image/png" });
  } finally {
    URL.revokeObjectURL(address);
  }
}

// Paper is white whatever the theme of the page: the tokens of the light theme are read.
function withLightColours<Result>(work: (colour: (token: string) => string) => Result): Result {
  const probe = document.createElement("div");
  probe.dataset.theme = "light";
  document.body.append(probe);
  try {
    const style = getComputedStyle(probe);
    return work((token) => style.getPropertyValue(token).trim());
  } finally {
    probe.remove();
  }
}

// Heads of a matrix that stay in sight while its cells are scrolled away.

/** Keeps the groups of a drawing in sight that are marked with data-sticky: `top`, `left`, or
 * `top left` for the corner between both. The first child of such a group is its ground. Returns
 * how to stop. */
export function keepHeadsInSight(svg: SVGSVGElement): () => void {
  const heads = [...svg.querySelectorAll<SVGGElement>("[data-sticky]")];
  if (!heads.length) return () => {};
  const place = () => {
    const moved = distances(svg);
    for (const head of heads) placeHead(head, moved);
  };
  document.addEventListener("scroll", place, { capture: true, passive: true });
  window.addEventListener("resize", place, { passive: true });
  place();
  return () => {
    document.removeEventListener("scroll", place, { capture: true });
    window.removeEventListener("resize", place);
  };
}

interface Distances {
  /** px of the drawing that are scrolled out of sight. */
  left: number;
  top: number;
  height: number;
}

function distances(svg: SVGSVGElement): Distances {
  const frame = svg.getBoundingClientRect();
  let [left, top] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = svg.parentElement; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (scrolls(style.overflowX)) left = Math.max(left, at.getBoundingClientRect().left);
    if (!scrolls(style.overflowY)) continue;
    const head = at.querySelector(":scope header.top");
    top = Math.max(top, (head ?? at).getBoundingClientRect()[head ? "bottom" : "top"]);
    break;
  }
  return { left: left - frame.left, top: top - frame.top, height: frame.height };
}

function scrolls(overflow: string): boolean {
  return overflow === "auto" || overflow === "scroll";
}

function placeHead(head: SVGGElement, moved: Distances): void {
  const sides = (head.dataset.sticky ?? "").split(" ");
  const ground = head.firstElementChild;
  const y = Number(ground?.getAttribute("y") ?? 0);
  const last = moved.height - y - Number(ground?.getAttribute("height") ?? 0);
  const dx = sides.includes("left") ? Math.max(0, moved.left) : 0;
  const dy = sides.includes("top") ? Math.max(0, Math.min(last, moved.top - y)) : 0;
  head.style.transform = dx || dy ? `translate(${dx}px, ${dy}px)` : "";
}

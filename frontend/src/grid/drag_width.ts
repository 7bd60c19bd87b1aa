// Follows the pointer that drags the edge of a column.

/** Tells how many px to the right the pointer has gone since it was pressed, then that it is free. */
export function dragWidth(
  pressed: PointerEvent,
  onmove: (distance: number) => void,
  onend: () => void,
): void {
  pressed.preventDefault();
  const handle = pressed.currentTarget as HTMLElement;
  handle.setPointerCapture(pressed.pointerId);
  const stop = new AbortController();
  const { signal } = stop;
  handle.addEventListener("pointermove", (move) => onmove(move.clientX - pressed.clientX), {
    signal,
  });
  const end = () => {
    stop.abort();
    onend();
  };
  handle.addEventListener("pointerup", end, { signal });
  handle.addEventListener("pointercancel", end, { signal });
}

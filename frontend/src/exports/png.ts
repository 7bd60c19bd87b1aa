// Resolution of a PNG: the chunk pHYs, which printing and word processors read.

/** The bytes of a PNG with its resolution set. Source: PNG specification, 11.3.5.3 and annex D. */
export function withResolution(png: Uint8Array, dpi: number): Uint8Array {
  const perMetre = Math.round(dpi / 0.0254);
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set([0x70, 0x48, 0x59, 0x73], 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  // Behind the signature (8 bytes) and IHDR (25 bytes), before any data.
  const result = new Uint8Array(png.length + chunk.length);
  result.set(png.subarray(0, 33));
  result.set(chunk, 33);
  result.set(png.subarray(33), 33 + chunk.length);
  return result;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

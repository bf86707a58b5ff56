const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte << 24;
  for (let bit = 0; bit < 8; bit++) rest = rest & 0x80000000 ? (rest << 1) ^ 0x04c11db7 : rest << 1;
  return rest;
});

/** Ogg's checksum: CRC-32 with the polynomial 0x04c11db7, not reflected, from 0. */
export function crc32Ogg(bytes: Uint8Array): number {
  let rest = 0;
  for (const byte of bytes) rest = (rest << 8) ^ TABLE[(rest >>> 24) ^ byte]!;
  return rest >>> 0;
}

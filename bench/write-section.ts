import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = join(import.meta.dirname, "RESULTS.md");

/** Writes the section of bench/RESULTS.md that the measurement `name` owns, in place of its former one. */
export async function writeSection(name: string, section: string): Promise<void> {
  const begin = `<!-- ${name}: written by bench/${name} -->`;
  const end = `<!-- /${name} -->`;
  const text = await readFile(FILE, "utf8").catch(() => "# Results\n");
  const [before = "", rest] = text.split(begin);
  const after = rest?.split(end)[1] ?? "\n";
  const whole = `${begin}\n${section}\n${end}`;
  await writeFile(FILE, rest === undefined ? `${text}\n${whole}\n` : `${before}${whole}${after}`);
}

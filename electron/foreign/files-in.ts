import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** No folder of settings has more files than this; one that has is something else. */
const most = 200

/** Paths of the files in a folder whose names fit, in order; none when it cannot be read. */
export async function filesIn(folder: string, fits: RegExp): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => fits.test(name))
    .sort()
    .slice(0, most)
    .map((name) => join(folder, name))
}

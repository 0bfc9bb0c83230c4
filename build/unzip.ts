/** Unpacks a zip archive entry by entry, leaving out or renaming what the caller says. */
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'

/**
 * Unpacks `archive` into `target`, with the file modes that it holds.
 * @param placeOf the path below `target` for an entry's name, or undefined to leave it out
 * @throws when the archive is damaged, or an entry's own name leads out of it (yauzl refuses those)
 */
export async function unzip(
  archive: string,
  target: string,
  placeOf: (entry: string) => string | undefined,
): Promise<void> {
  const zip = await openPromise(archive)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    const place = placeOf(entry.fileName)
    if (place === undefined) continue
    const path = join(target, place)
    await mkdir(dirname(path), { recursive: true })
    const content = await zip.openReadStreamPromise(entry)
    // The upper half holds the Unix mode; 0 when the archive was made elsewhere.
    const mode = (entry.externalFileAttributes >>> 16) & 0o777
    await pipeline(content, createWriteStream(path, { mode: mode || 0o644 }))
  }
}

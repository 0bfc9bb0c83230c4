import { open, type FileHandle } from 'node:fs/promises'
import type { LogLine, RunId } from '../../shared/domain/run.ts'
import { isMissing } from '../files/file-failure.ts'
import type { Paths } from '../ports.ts'
import { outputPath } from './run-folder.ts'

/** Most of a log file that one look reads. */
const mostBytes = 512 * 1024

/**
 * Lines of another program's run, from its log file. Their numbers are places in the file, so they
 * grow and can be asked for again; after the file was put aside they begin anew. Null
 * when there is no such run.
 */
export async function readOutput(
  id: RunId,
  after: number,
  paths: Pick<Paths, 'state'>,
): Promise<LogLine[] | null> {
  let file: FileHandle
  try {
    file = await open(outputPath(paths, id), 'r')
  } catch (cause) {
    if (isMissing(cause)) return null
    throw cause
  }
  try {
    const { size } = await file.stat()
    const from = after > size ? 0 : Math.max(after, size - mostBytes)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from)
    return linesOf(buffer.subarray(0, bytesRead), from)
  } finally {
    await file.close()
  }
}

function linesOf(bytes: Buffer, from: number): LogLine[] {
  const lines: LogLine[] = []
  let start = 0
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push({ seq: from + end + 1, text: bytes.toString('utf8', start, end).slice(0, 8192) })
    start = end + 1
  }
  return lines
}

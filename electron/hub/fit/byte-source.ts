import { open } from 'node:fs/promises'
import { errors, fail } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import { explainNetwork } from '../../http/request.ts'
import { authorize } from '../authorize.ts'
import { redirectLimit, redirectOf } from '../download/follow.ts'
import { locateFile } from '../download/locate-file.ts'
import type { FilePlace } from '../file-place.ts'
import { readLimits } from '../limits.ts'
import type { HubNeeds } from '../needs.ts'

/** A file of which parts are read, wherever it lies. */
export interface ByteSource {
  /** Bytes of the whole file. */
  readonly size: number
  /** Bytes from `offset` on; fewer than asked for only at the end of the file. */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** A file on this machine. Rejects with the system's error when it cannot be opened. */
export async function openLocal(path: string): Promise<ByteSource> {
  const handle = await open(path, 'r')
  const { size } = await handle.stat()
  return {
    size,
    read: async (offset, length) => {
      const buffer = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset)
      return buffer.subarray(0, bytesRead)
    },
    close: async () => handle.close(),
  }
}

/**
 * A file on the Hub, read by ranges: never more of it than is asked for. Throws as `locateFile`
 * does; its reads throw `hub-unexpected-reply` when the storage host does not know ranges, and why
 * it could not be reached.
 */
export async function openRemote(
  place: FilePlace,
  needs: HubNeeds,
  signal: AbortSignal,
): Promise<ByteSource> {
  const { endpoint, host } = readHfEnvironment(needs.env, needs.paths.home)
  const { metadataMs } = readLimits(needs.env, needs.limits)
  const { url: start, token, size } = await locateFile(place, needs, signal)
  const ask = async (range: string): Promise<Response> => {
    const limit = AbortSignal.any([AbortSignal.timeout(metadataMs), signal])
    let url = start
    for (let hop = 0; hop <= redirectLimit; hop += 1) {
      const headers = {
        'accept-encoding': 'identity',
        range,
        ...authorize(url, { endpoint, token }),
      }
      const response = await needs.fetch(url, { headers, redirect: 'manual', signal: limit })
      const next = redirectOf(response, url)
      if (next === null) return response
      await response.body?.cancel()
      url = next
    }
    throw fail(errors.hubUnexpectedReply(host))
  }
  return {
    size,
    read: async (offset, length) => {
      const most = Math.max(0, Math.min(length, size - offset))
      if (most === 0) return Buffer.alloc(0)
      try {
        const response = await ask(`bytes=${offset}-${offset + most - 1}`)
        // A 200 would be the whole file, of many gigabytes perhaps.
        if (response.status !== 206 || response.body === null) {
          await response.body?.cancel()
          throw fail(errors.hubUnexpectedReply(host))
        }
        return await readAtMost(response.body, most)
      } catch (cause) {
        if (signal.aborted) throw cause
        throw explainNetwork(cause, host)
      }
    },
    close: () => Promise.resolve(),
  }
}

async function readAtMost(body: ReadableStream<Uint8Array>, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size >= most) break
  }
  return Buffer.concat(chunks).subarray(0, most)
}

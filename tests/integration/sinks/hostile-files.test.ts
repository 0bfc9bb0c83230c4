import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dockerSink } from '../../../electron/sinks/docker/docker-sink.ts'
import { hfSink } from '../../../electron/sinks/hf/hf-sink.ts'
import type { Sink } from '../../../electron/sinks/sink.ts'
import { codeOr, textOf } from '../credentials/setting.ts'
import { leave, openSinkSetting, writing, type SinkSetting } from './sink-setting.ts'

let setting: SinkSetting

beforeEach(async () => {
  setting = await openSinkSetting()
})
afterEach(async () => {
  await setting.remove()
})

/** Each file that a sink rewrites, below the user's home. */
const files: Readonly<Record<string, Sink>> = {
  '.cache/huggingface/token': hfSink,
  '.cache/huggingface/stored_tokens': hfSink,
  '.docker/config.json': dockerSink,
}

/** What somebody put where the file should be. It is theirs, so it stays; nothing waits for it. */
const hostile: Readonly<Record<string, (path: string) => Promise<void>>> = {
  'a folder': async (path) => {
    await mkdir(join(path, 'inside'), { recursive: true })
  },
  'a FIFO': async (path) => {
    execFileSync('mkfifo', [path])
  },
  'a link in a circle': async (path) => symlink(path, path),
  'a device': async (path) => symlink('/dev/zero', path),
  'more than is read': async (path) => writeFile(path, ' '.repeat(2 * 1024 * 1024)),
}
const places = Object.keys(files).flatMap((name) =>
  Object.keys(hostile).map((what) => [what, name] as const),
)

describe('in the place of a tool’s file', () => {
  test.each(places)('%s is told and left alone: %s', async (what, name) => {
    const path = join(setting.home, name)
    await mkdir(dirname(path), { recursive: true })
    await hostile[what]!(path)
    const before = await kindAt(path)
    const sink = files[name]!
    const secret = setting.redactor.guard(`hf_${'n'.repeat(34)}`)
    expect(await codeOr(sink.read(setting.needs))).toBe('store-unreadable')
    expect(await codeOr(sink.write(writing(secret), setting.needs))).toBe('store-unreadable')
    expect(await codeOr(sink.erase({ secret }, setting.needs))).toBe('store-unreadable')
    expect(await kindAt(path)).toEqual(before)
    expect(await leftIn(dirname(path))).toEqual([])
  })

  test.runIf(process.getuid?.() === 0).each(Object.keys(files))(
    'a folder of another user’s is not written into: %s',
    async (name) => {
      const path = join(setting.home, name)
      await mkdir(dirname(path), { recursive: true })
      await chmod(dirname(path), 0o755)
      await chown(dirname(path), 12345, 12345)
      const secret = setting.redactor.guard(`hf_${'n'.repeat(34)}`)
      const written = await codeOr(files[name]!.write(writing(secret), setting.needs))
      expect([name, written]).toEqual([name, 'store-write-failed'])
      expect(await textOf(path)).toBeNull()
      expect(await leftIn(dirname(path))).toEqual([])
    },
  )

  test('docker’s own nonsense is told and left alone', async () => {
    const path = join(setting.home, '.docker/config.json')
    for (const text of ['{"auths":{"nvcr.io":', '[]', '{"auths":[]}', '{"credsStore":7}', '\0']) {
      await leave(path, text)
      const secret = setting.redactor.guard(`nvapi-${'n'.repeat(64)}`)
      expect(await codeOr(dockerSink.write(writing(secret), setting.needs))).toBe(
        'store-unreadable',
      )
      expect(await textOf(path)).toBe(text)
    }
  })
})

async function kindAt(path: string): Promise<unknown> {
  const found = await stat(path).catch((cause: unknown) => (cause as { code: string }).code)
  return typeof found === 'string' ? found : [found.mode, found.size, found.ino]
}

async function leftIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.tmp'))
}

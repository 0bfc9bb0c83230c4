import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tryFlock } from '../../../electron/files/flock.ts'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { withHfLock } from '../../../electron/sinks/hf/hf-lock.ts'
import { hfSink } from '../../../electron/sinks/hf/hf-sink.ts'
import { codeOr, madeUpToken, textOf } from '../credentials/setting.ts'
import { leave, openSinkSetting, writing, type SinkSetting } from './sink-setting.ts'

let setting: SinkSetting
let folder: string
let tokenPath: string
let storedPath: string
let ours: Secret
let older: Secret

beforeEach(async () => {
  setting = await openSinkSetting()
  folder = join(setting.home, '.cache/huggingface')
  tokenPath = join(folder, 'token')
  storedPath = join(folder, 'stored_tokens')
  ours = setting.redactor.guard(madeUpToken('n'))
  older = setting.redactor.guard(madeUpToken('o'))
})
afterEach(async () => {
  await setting.remove()
})

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

/** Every place that holds a token, with the token's one letter. */
async function copies(): Promise<readonly string[]> {
  const found = await hfSink.read(setting.needs)
  return found.map(
    ({ secret, name, active }) => `${active ? '*' : (name ?? '?')} ${secret.reveal().at(-1) ?? ''}`,
  )
}

describe('a token on its way to hf', () => {
  it('makes both files, private, in a private folder', async () => {
    expect(await copies()).toEqual([])
    await hfSink.write(writing(ours), setting.needs)
    expect(await copies()).toEqual(['* n', 'laptop n'])
    expect(await textOf(tokenPath)).toBe(ours.reveal())
    expect(await textOf(storedPath)).toBe(`[laptop]\nhf_token = ${ours.reveal()}\n\n`)
    expect(await Promise.all([tokenPath, storedPath, folder].map(modeOf))).toEqual([
      0o600, 0o600, 0o700,
    ])
    expect((await readdir(folder)).sort()).toEqual(['stored_tokens', 'stored_tokens.lock', 'token'])
    expect(setting.lines).toEqual([])
  })

  it('tightens what another tool left open', async () => {
    await leave(tokenPath, older.reveal())
    await chmod(tokenPath, 0o644)
    await chmod(folder, 0o755)
    expect(await hfSink.read(setting.needs)).toMatchObject([{ mode: '0644', active: true }])
    await hfSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await modeOf(tokenPath)).toBe(0o600)
    expect(await modeOf(folder)).toBe(0o700)
  })

  it('takes the place of an older one, with what belonged to that', async () => {
    const renewal = 'refresh_token = r-of-old\nexpires_at = 1\n'
    await leave(storedPath, `[laptop]\nhf_token = ${older.reveal()}\n${renewal}kept = yes\n`)
    await leave(tokenPath, older.reveal())
    await hfSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await copies()).toEqual(['* n', 'laptop n'])
    expect(await textOf(storedPath)).toBe(`[laptop]\nhf_token = ${ours.reveal()}\nkept = yes\n`)
  })

  it('takes an older one away under whatever name it lies', async () => {
    await leave(
      storedPath,
      `[was]\nhf_token = ${older.reveal()}\n\n[x]\nhf_token = ${'x'.repeat(9)}\n`,
    )
    await hfSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await copies()).toEqual(['* n', 'x x', 'laptop n'])
  })

  it('keeps a foreign active token in a section of its own', async () => {
    const foreign = madeUpToken('f')
    await leave(tokenPath, `${foreign}\n`)
    await hfSink.write(writing(ours), setting.needs)
    expect(await copies()).toEqual(['* n', 'adopted-2026-11-23 f', 'laptop n'])
    expect(setting.lines.join()).toContain('adopted-2026-11-23')
    await leave(tokenPath, madeUpToken('g'))
    await hfSink.write(writing(ours), setting.needs)
    expect(await copies()).toContain('adopted-2026-11-23-2 g')
  })

  it('never overwrites a foreign token that has the same name', async () => {
    const foreign = `[laptop]\nhf_token = ${madeUpToken('f')}\nrefresh_token = r\n`
    await leave(storedPath, foreign)
    await hfSink.write(writing(ours), setting.needs)
    expect(await copies()).toEqual(['* n', 'laptop f', 'laptop-2 n'])
    await hfSink.write(writing(ours), setting.needs)
    expect(await copies()).toEqual(['* n', 'laptop f', 'laptop-2 n'])
    expect(await textOf(storedPath)).toContain(foreign)
  })

  it.each([
    ['a name that INI cannot hold', 'a]b\nc', 'a-b-c'],
    ['a name that INI keeps for itself', 'DEFAULT', 'hubkey'],
  ])('goes under another name instead of %s', async (_what, name, section) => {
    await hfSink.write(writing(ours, { name }), setting.needs)
    expect(await copies()).toEqual(['* n', `${section} n`])
  })

  it('is written where the user’s links lead', async () => {
    const elsewhere = join(setting.home, 'dotfiles')
    await leave(join(elsewhere, 'secret'), older.reveal())
    await chmod(elsewhere, 0o755)
    await mkdir(folder, { recursive: true })
    await symlink(join(elsewhere, 'secret'), tokenPath)
    await hfSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await readFile(join(elsewhere, 'secret'), 'utf8')).toBe(ours.reveal())
    expect(await modeOf(elsewhere)).toBe(0o755)
  })

  it('follows HF_TOKEN_PATH, with the list beside it', async () => {
    const env = { ...setting.env, HF_TOKEN_PATH: '$HOME/mine/tok' }
    await hfSink.write(writing(ours), { ...setting.needs, env })
    expect((await readdir(join(setting.home, 'mine'))).sort()).toEqual([
      ...['stored_tokens', 'stored_tokens.lock', 'tok'],
    ])
  })
})

describe('files that cannot be understood', () => {
  it.each([
    ['a garbled list', 'hf_token without a section\n'],
    ['a list twice with a name', '[a]\nhf_token = x\n[a]\nhf_token = y\n'],
  ])('%s is refused and left alone', async (_what, text) => {
    await leave(storedPath, text)
    await leave(tokenPath, older.reveal())
    expect(await codeOr(hfSink.read(setting.needs))).toBe('store-unreadable')
    expect(await codeOr(hfSink.write(writing(ours), setting.needs))).toBe('store-unreadable')
    expect(await codeOr(hfSink.erase({ secret: older }, setting.needs))).toBe('store-unreadable')
    expect(await textOf(storedPath)).toBe(text)
    expect(await textOf(tokenPath)).toBe(older.reveal())
  })

  it('a list that is not UTF-8 is refused and left alone', async () => {
    await leave(storedPath, '')
    await writeFile(storedPath, Buffer.from([0x5b, 0xff, 0x5d, 0x0a]))
    expect(await codeOr(hfSink.write(writing(ours), setting.needs))).toBe('store-unreadable')
    expect((await readFile(storedPath)).length).toBe(4)
  })
})

describe('erasing', () => {
  it('takes this very token from everywhere, and no other', async () => {
    await leave(
      storedPath,
      `[DEFAULT]\nhf_token = ${ours.reveal()}\nkept = yes\n\n# about a\n[a]\nhf_token = ${ours.reveal()}\n\n` +
        `[oauth-ada]\nhf_token = ${older.reveal()}\nrefresh_token = r\nexpires_at = 9\n\n` +
        `[b]\nhf_token = ${ours.reveal()}\n`,
    )
    await leave(tokenPath, ours.reveal())
    await hfSink.erase({ secret: ours }, setting.needs)
    expect(await copies()).toEqual(['oauth-ada o'])
    expect(await textOf(tokenPath)).toBeNull()
    expect(await textOf(storedPath)).toBe(
      `[DEFAULT]\nkept = yes\n\n# about a\n` +
        `[oauth-ada]\nhf_token = ${older.reveal()}\nrefresh_token = r\nexpires_at = 9\n\n`,
    )
  })

  it('touches nothing where the token is not', async () => {
    await hfSink.erase({ secret: ours }, setting.needs)
    expect(await readdir(setting.home)).toEqual([])
    await leave(tokenPath, older.reveal())
    await hfSink.erase({ secret: ours }, setting.needs)
    expect(await copies()).toEqual(['* o'])
    expect(await readdir(folder)).toEqual(['token'])
  })

  it('says so when a comment holds the token, too', async () => {
    await leave(storedPath, `# ${ours.reveal()}\n[a]\nhf_token = ${ours.reveal()}\n`)
    expect(await codeOr(hfSink.erase({ secret: ours }, setting.needs))).toBe('store-write-failed')
  })
})

describe('the lock of hf', () => {
  it('lets one of us in at a time, and stays where hf looks for it', async () => {
    const seen: string[] = []
    const path = join(folder, 'stored_tokens.lock')
    const work = (name: string) => async (): Promise<void> => {
      seen.push(name)
      await sleep(20)
      seen.push(name)
    }
    await Promise.all(['a', 'b', 'c'].map((name) => withHfLock(path, work(name), setting.needs)))
    expect(seen.filter((name, at) => at % 2 === 0 && seen[at + 1] === name)).toHaveLength(3)
    expect(await readdir(folder)).toEqual(['stored_tokens.lock'])
  })

  it('is waited for while another tool has it', async () => {
    const path = join(folder, 'stored_tokens.lock')
    await mkdir(folder, { recursive: true })
    const other = await tryFlock(path)
    const write = hfSink.write(writing(ours), setting.needs)
    expect(await Promise.race([write, sleep(300, 'waiting')])).toBe('waiting')
    await other?.release()
    await write
    expect(await copies()).toEqual(['* n', 'laptop n'])
  })
})

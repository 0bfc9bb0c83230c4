import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Secret } from '../../../electron/redaction/secret.ts'
import { gitSink } from '../../../electron/sinks/git/git-sink.ts'
import {
  installGitHelper,
  isGitHelperInstalled,
  lookByPathAgain,
  removeGitHelper,
} from '../../../electron/sinks/git/settings.ts'
import { codeOr, madeUpToken, textOf } from '../credentials/setting.ts'
import { leave, openSinkSetting, writing, type SinkSetting } from './sink-setting.ts'

let setting: SinkSetting
let ours: Secret
let older: Secret
let storePath: string

beforeEach(async () => {
  // A socket's path may have 107 characters only, and this is where the cache helper puts its own.
  setting = await openSinkSetting()
  storePath = join(setting.home, '.git-credentials')
  ours = setting.redactor.guard(madeUpToken('n'))
  older = setting.redactor.guard(madeUpToken('o'))
})
afterEach(async () => {
  git(['credential-cache', 'exit'])
  await setting.remove()
})

/** Git as the user's own terminal has it, but for the questions. */
function git(args: readonly string[], input = ''): string {
  try {
    return execFileSync('git', args, {
      env: { ...setting.env, GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '' },
      cwd: setting.home,
      input,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

function setGit(key: string, value: string): void {
  git(['config', '--global', '--add', key, value])
}

/** The password that git would send to a repository of the Hub. */
function used(url = 'https://huggingface.co/org/model'): string | null {
  const said = git(['credential', 'fill'], `url=${url}\n\n`)
  return /^password=(.*)$/m.exec(said)?.[1] ?? null
}

function file(username: string, password: string, host = 'huggingface.co'): void {
  const lines = [`protocol=https`, `host=${host}`, `username=${username}`, `password=${password}`]
  git(['credential', 'approve'], `${lines.join('\n')}\n\n`)
}

async function copies(): Promise<readonly string[]> {
  const found = await gitSink.read(setting.needs)
  return found.map(
    ({ secret, where, username, active }) =>
      `${active ? '*' : ''}${where.replace('git credential helper ', '')} ${username ?? ''} ` +
      (secret.reveal().at(-1) ?? ''),
  )
}

describe.each(['store', 'cache'])('the helper %s', (helper) => {
  beforeEach(() => {
    setGit('credential.helper', helper)
  })

  it.each([false, true])('gives the token for a repository, useHttpPath %s', async (byPath) => {
    if (byPath) setGit('credential.useHttpPath', 'true')
    expect(await copies()).toEqual([])
    await gitSink.write(writing(ours), setting.needs)
    expect(used()).toBe(ours.reveal())
    expect(await copies()).toEqual([`*${helper} hf_user n`])
    const scoped = git(['config', '--global', 'credential.https://huggingface.co.useHttpPath'])
    expect(scoped.trim()).toBe(byPath ? 'false' : '')

    await lookByPathAgain(setting.needs)
    expect(git(['config', '--global', '--list'])).not.toContain('huggingface')
    expect(git(['config', '--global', 'credential.useHttpPath']).trim()).toBe(byPath ? 'true' : '')
  })

  it('loses the older token when it is replaced, under every name', async () => {
    for (const name of ['hf_user', '__token__', 'ada']) file(name, older.reveal())
    await gitSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(used()).toBe(ours.reveal())
    expect(await copies()).toEqual([`*${helper} hf_user n`])
    expect(used('https://ada@huggingface.co/org/model')).toBeNull()
  })

  it('loses exactly the token that is erased', async () => {
    for (const name of ['hf_user', 'ada']) file(name, ours.reveal())
    file('__token__', older.reveal())
    file('ada', ours.reveal(), 'example.org')
    await gitSink.erase({ secret: ours, username: 'ada' }, setting.needs)
    expect(used()).toBe(older.reveal())
    expect(await copies()).toEqual([`*${helper} __token__ o`])
    expect(used('https://example.org/x')).toBe(ours.reveal())
  })
})

it('erases from every helper, and leaves another token of the same name in one', async () => {
  setGit('credential.helper', 'store')
  setGit('credential.helper', 'cache')
  file('hf_user', ours.reveal())
  await leave(storePath, `https://hf_user:${older.reveal()}@huggingface.co\n`)
  await gitSink.erase({ secret: ours }, setting.needs)
  expect(await copies()).toEqual(['*store hf_user o'])
})

it('erases copies of a helper that git no longer asks', async () => {
  setGit('credential.helper', 'store')
  file('hf_user', ours.reveal())
  await installGitHelper({ command: ['true'] }, setting.needs)
  expect(await copies()).toEqual(['store hf_user n'])
  await gitSink.erase({ secret: ours }, setting.needs)
  expect(await textOf(storePath)).toBe('')
})

it('says that no helper is set up', async () => {
  expect(await copies()).toEqual([])
  expect(await codeOr(gitSink.write(writing(ours), setting.needs))).toBe('sink-failed')
  await gitSink.erase({ secret: ours }, setting.needs)
})

it('is absent without git, and says so when it is written', async () => {
  const needs = { ...setting.needs, env: { ...setting.env, PATH: setting.home } }
  expect(await gitSink.read(needs)).toEqual([])
  expect(await gitSink.isServed?.(needs)).toBe(false)
  await expect(gitSink.write(writing(ours), needs)).rejects.toThrow('not installed')
})

it('says so when a helper keeps what it should forget', async () => {
  const stubborn = join(setting.home, 'stubborn')
  const answer = `printf 'username=hf_user\\npassword=%s\\n' "$(cat "$HOME/kept")"`
  await writeFile(stubborn, `#!/bin/sh\n[ "$1" = get ] && ${answer}\n`)
  await chmod(stubborn, 0o755)
  await writeFile(join(setting.home, 'kept'), ours.reveal())
  setGit('credential.helper', stubborn)
  expect(await copies()).toEqual([`*${stubborn} hf_user n`])
  const erased = gitSink.erase({ secret: ours }, setting.needs)
  await expect(erased).rejects.toThrow('keeps the token')
})

it('never shows the text of a shell command, which may hold a password', async () => {
  setGit('credential.helper', `!f() { echo username=x; echo password=${older.reveal()}; }; f`)
  expect(await copies()).toEqual(['*(a shell command) x o'])
  expect(JSON.stringify(await gitSink.read(setting.needs))).not.toContain(older.reveal())
})

describe('Hubkey as git’s helper', () => {
  const key = 'credential.https://huggingface.co.helper'

  async function standIn(): Promise<readonly string[]> {
    // A stand-in for the command line: a name with a space and a quote must survive the shell.
    const folder = join(setting.home, "it's here")
    await mkdir(folder)
    const program = join(folder, 'hubkey')
    await writeFile(program, `#!/bin/sh\necho username=hf_user\necho "password=$2-$1"\n`)
    await chmod(program, 0o755)
    return [program]
  }

  it('is asked for the Hub and for nothing else, and leaves again without a trace', async () => {
    setGit('credential.helper', 'store')
    setGit(key, 'cache')
    setGit('user.name', 'Ada')
    const before = await readFile(join(setting.home, '.gitconfig'), 'utf8')
    file('hf_user', older.reveal())
    const command = await standIn()
    await installGitHelper({ command }, setting.needs)
    await installGitHelper({ command }, setting.needs)
    expect(await isGitHelperInstalled(setting.needs)).toBe(true)
    expect(used()).toBe('get-git-credential')
    expect(used('https://example.org/x')).toBeNull()
    expect(git(['config', '--global', '--get-all', key]).split('\n')).toHaveLength(4)

    await gitSink.write(writing(ours, { replaces: [older] }), setting.needs)
    expect(await copies()).toEqual([])

    await removeGitHelper(setting.needs)
    expect(await isGitHelperInstalled(setting.needs)).toBe(false)
    expect(await readFile(join(setting.home, '.gitconfig'), 'utf8')).toBe(before)
  })

  it('keeps an empty value that is the user’s own', async () => {
    setGit(key, '')
    setGit(key, 'store')
    const before = await readFile(join(setting.home, '.gitconfig'), 'utf8')
    await installGitHelper({ command: ['true'] }, setting.needs)
    await removeGitHelper(setting.needs)
    expect(await readFile(join(setting.home, '.gitconfig'), 'utf8')).toBe(before)
  })
})

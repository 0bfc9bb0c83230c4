import { join } from 'node:path'
import { z } from 'zod'
import { readJson, updateJson, type JsonFile } from '../../files/json-file.ts'
import type { SinkNeeds } from '../sink.ts'
import { gitFailure, hubHost, runGit } from './git.ts'
import { isOwnByName, isOwnHelper, ownHelper, ownMark, readHelpers } from './credential-helpers.ts'

/** What we changed in git's configuration, so that we take back that and nothing else. */
const NoteSchema = z.object({
  version: z.literal(1),
  /** Addresses whose `useHttpPath` we set to false. */
  hostWide: z.array(z.string().max(500)).max(100),
})
type Note = z.infer<typeof NoteSchema>

function noteFile({ paths }: SinkNeeds): JsonFile<Note> {
  return {
    path: join(paths.config, 'git.json'),
    schema: NoteSchema,
    version: 1,
    empty: { version: 1, hostWide: [] },
    maxBytes: 64 * 1024,
  }
}

/**
 * Makes git look for the Hub's token by host, although the user has it look by path elsewhere
 * (`credential.useHttpPath`): a token is good for every repository. Remembered, to be taken back by
 * `lookByPathAgain`. Throws `sink-failed` or `store-write-failed`.
 */
export async function lookByHost(needs: SinkNeeds): Promise<void> {
  const { url } = hubHost(needs)
  const key = `credential.${url}.useHttpPath`
  const { stdout } = await runGit(['config', '--global', '--get', key], needs)
  // The user's own word stays the user's.
  if (stdout.trim() === 'false') return
  const note = noteFile(needs)
  const add = (value: Note): Note | null =>
    value.hostWide.includes(url) ? null : { ...value, hostWide: [...value.hostWide, url] }
  await updateJson(note, add, needs)
  await change(['--replace-all', key, 'false'], needs)
}

/** Takes back what `lookByHost` set. For when the sink is switched off or the last token goes. Throws as that does. */
export async function lookByPathAgain(needs: SinkNeeds): Promise<void> {
  const note = noteFile(needs)
  for (const url of (await readJson(note))?.value.hostWide ?? []) {
    const key = `credential.${url}.useHttpPath`
    const { stdout } = await runGit(['config', '--global', '--get', key], needs)
    if (stdout.trim() === 'false') await change(['--unset-all', key], needs)
    const drop = (value: Note): Note => ({
      ...value,
      hostWide: value.hostWide.filter((one) => one !== url),
    })
    await updateJson(note, drop, needs)
  }
}

/** Whether git asks Hubkey for the Hub's token. Throws `sink-failed`. */
export async function isGitHelperInstalled(needs: SinkNeeds): Promise<boolean> {
  return (await readHelpers(hubHost(needs), needs)).asked.some(isOwnHelper)
}

/**
 * Makes git ask Hubkey, and only Hubkey, for the Hub's token: no copy lies anywhere. The user's
 * other helpers stay as they are, for all other hosts. `command` starts the `hubkey` command line
 * (program and script). Doing it again renews the command, unless it is there already, or the user's own
 * configuration names Hubkey without a path. Throws `sink-failed`.
 */
export async function installGitHelper(
  { command }: { readonly command: readonly string[] },
  needs: SinkNeeds,
): Promise<void> {
  const helper = ownHelper(command)
  const { asked } = await readHelpers(hubHost(needs), needs)
  if (asked.length === 1 && asked.every((one) => one === helper || isOwnByName(one))) return
  await removeGitHelper(needs)
  const key = helperKey(needs)
  // The empty one makes git forget the helpers that were named before, for this host.
  await change(['--add', key, ''], needs)
  await change(['--add', key, helper], needs)
}

/** Takes Hubkey's own helper out of git's configuration. None is fine. Throws `sink-failed`. */
export async function removeGitHelper(needs: SinkNeeds): Promise<void> {
  const key = helperKey(needs)
  const { stdout } = await runGit(['config', '--global', '--null', '--get-all', key], needs)
  const values = stdout.split('\0').slice(0, -1)
  if (!values.some(isOwnHelper)) return
  const isOurs = (at: number): boolean => isOwnHelper(values[at] ?? '')
  // With each of ours goes the empty one that was put before it.
  const isReset = (at: number): boolean => values[at] === '' && isOurs(at + 1)
  if (values.every((value, at) => value !== '' || isReset(at))) {
    // First the empty one: were it left alone, git would forget the user's own helpers.
    if (values.includes('')) await change(['--unset-all', key, '^$'], needs)
    await change(['--unset-all', key, `^${ownMark.replace('!', '[!]')}`], needs)
    return
  }
  const kept = values.filter((_value, at) => !isOurs(at) && !isReset(at))
  await change(['--unset-all', key], needs)
  for (const value of kept) await change(['--add', key, value], needs)
}

function helperKey(needs: SinkNeeds): string {
  return `credential.${hubHost(needs).url}.helper`
}

async function change(args: readonly string[], needs: SinkNeeds): Promise<void> {
  const { code } = await runGit(['config', '--global', ...args], needs)
  if (code === 0) return
  throw gitFailure('its global configuration cannot be changed.', 'Look at ~/.gitconfig')
}

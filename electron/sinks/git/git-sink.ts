import type { Secret } from '../../redaction/secret.ts'
import type { Sink, SinkCopy, SinkErase, SinkNeeds, SinkWrite } from '../sink.ts'
import { gitUsername } from './answer-git.ts'
import {
  fillCredential,
  gitFailure,
  gitLabel,
  hubHost,
  runGit,
  runGitIfThere,
  tellCredential,
} from './git.ts'
import { helperName, readHelpers } from './credential-helpers.ts'
import {
  installGitHelper,
  isGitHelperInstalled,
  lookByHost,
  lookByPathAgain,
  removeGitHelper,
} from './settings.ts'

/** Names that other tools use. */
const otherUsernames = ['__token__']
/** A helper that gives back what it was told to forget would be asked forever. */
const mostRounds = 20
/** Any repository: what counts is what git finds at use. */
const somePath = 'org/model'

/** The credential helpers of git, for the Hub's host. */
export const gitSink: Sink = {
  id: 'git',
  label: gitLabel,
  provider: 'huggingface',
  read: readCopies,
  write: writeToken,
  erase: eraseToken,
  isServed: isGitHelperInstalled,
  serve: installGitHelper,
  leave: leaveSettings,
  keepsNothing: async (needs) => (await readHelpers(hubHost(needs), needs)).asked.length === 0,
}

interface Held {
  readonly helper: string
  readonly username: string
  readonly secret: Secret
}

async function readCopies(
  needs: SinkNeeds,
  usernames: readonly string[] = [],
): Promise<readonly SinkCopy[]> {
  const { keepers } = await readHelpers(hubHost(needs), needs)
  const held: Held[] = []
  for (const helper of keepers) held.push(...(await heldBy(helper, usernames, needs)))
  if (held.length === 0) return []
  // When git asks Hubkey, nothing that lies here is what it uses.
  const used = (await isGitHelperInstalled(needs)) ? null : await usedToken(needs)
  let isFirst = true
  return held.map(({ helper, username, secret }) => {
    const active = isFirst && used?.equals(secret) === true
    if (active) isFirst = false
    return { secret, username, where: helperName(helper), active }
  })
}

/** What one helper has for the Hub, under every name that can be guessed. */
async function heldBy(
  helper: string,
  usernames: readonly string[],
  needs: SinkNeeds,
): Promise<readonly Held[]> {
  const first = await ask(helper, undefined, needs)
  // A question without a name is answered by whatever there is.
  if (first === null) return []
  const found = new Map([[first.username, first]])
  for (const username of new Set([gitUsername, ...otherUsernames, ...usernames])) {
    const more = found.has(username) ? null : await ask(helper, username, needs)
    if (more !== null) found.set(more.username, more)
  }
  return [...found.values()]
}

async function ask(
  helper: string,
  username: string | undefined,
  needs: SinkNeeds,
): Promise<Held | null> {
  const { protocol, host } = hubHost(needs)
  const what = username === undefined ? { protocol, host } : { protocol, host, username }
  const answer = await fillCredential(what, needs, { helper })
  if (answer?.password === undefined || answer.password === '') return null
  return {
    helper,
    username: answer.username ?? '',
    secret: needs.redactor.guard(answer.password),
  }
}

/** The token that git would send to a repository of the Hub. */
async function usedToken(needs: SinkNeeds): Promise<Secret | null> {
  const { protocol, host } = hubHost(needs)
  const answer = await fillCredential({ protocol, host, path: somePath }, needs)
  if (answer?.password === undefined) return null
  return needs.redactor.guard(answer.password)
}

async function writeToken(input: SinkWrite, needs: SinkNeeds): Promise<void> {
  const { secret, username, replaces } = input
  for (const old of replaces) {
    if (!old.equals(secret)) await eraseToken({ secret: old, username }, needs)
  }
  // Hubkey gives it out of the keyring, so a copy would only be one more to lose.
  if (await isGitHelperInstalled(needs)) return
  const { protocol, host } = hubHost(needs)
  const { asked } = await readHelpers(hubHost(needs), needs)
  if (asked.length === 0) {
    await runGit(['--version'], needs)
    const next = 'Let git ask Hubkey, or set up a credential helper'
    throw gitFailure('no credential helper is set up, so it cannot keep a token.', next)
  }
  const password = secret.reveal()
  await tellCredential('approve', { protocol, host, username: gitUsername, password }, needs)
  if (await isUsed(secret, needs)) return
  await lookByHost(needs)
  if (await isUsed(secret, needs)) return
  throw gitFailure(`it still finds another token for ${host}, or none.`, 'Look at its helpers')
}

async function leaveSettings(needs: SinkNeeds): Promise<void> {
  if ((await runGitIfThere(['--version'], needs)) === null) return
  await removeGitHelper(needs)
  await lookByPathAgain(needs)
}

async function isUsed(secret: Secret, needs: SinkNeeds): Promise<boolean> {
  return (await usedToken(needs))?.equals(secret) === true
}

async function eraseToken({ secret, username }: SinkErase, needs: SinkNeeds): Promise<void> {
  const { protocol, host } = hubHost(needs)
  const { keepers } = await readHelpers(hubHost(needs), needs)
  const more = username === null || username === undefined ? [] : [username]
  for (const helper of keepers) {
    for (let round = 0; ; round += 1) {
      const held = await heldBy(helper, more, needs)
      const copies = held.filter((one) => one.secret.equals(secret))
      if (copies.length === 0) break
      if (round === mostRounds) {
        throw gitFailure(`the ${helperName(helper)} keeps the token.`, 'Remove it there by hand')
      }
      for (const copy of copies) {
        // Older versions of git erase by name alone; so only this helper is told, and only now.
        const what = { protocol, host, username: copy.username, password: secret.reveal() }
        await tellCredential('reject', what, needs, { helper })
      }
    }
  }
}

import { join } from 'node:path'
import { errors, fail } from '../../../shared/errors.ts'
import { openBook } from '../../credentials/account-book.ts'
import { checkToken } from '../../credentials/normalise.ts'
import { usernamesOf } from '../../credentials/sink-sync.ts'
import { variable } from '../../environment.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Secret } from '../../redaction/secret.ts'
import { readHelpers } from '../../sinks/git/credential-helpers.ts'
import {
  readCredential,
  writeCredential,
  type Credential,
} from '../../sinks/git/credential-text.ts'
import { hubHost, onlyHelper } from '../../sinks/git/git.ts'
import { linesOf } from '../ini-text.ts'
import { whyNotAsk } from '../may-ask.ts'
import { runQuietly } from '../quiet-program.ts'
import { findInFile, type Spot } from '../token-file.ts'
import type { Finding, ForeignNeeds, ForeignTool } from '../tool.ts'

const label = 'git'
const provider = 'huggingface'
/** The Hub's names, whatever `HF_ENDPOINT` says: lines for them are Hugging Face tokens. */
const hubHosts = ['huggingface.co', 'hf.co']
/** Names under which tools file a token, beside the owner's own. */
const otherUsers = ['hf_user', '__token__']

/** Git's credentials for the Hub: the lines of its plain files, and what each other helper answers. */
export const git: ForeignTool = {
  id: 'git',
  label,
  find: async (_input, needs) => {
    const hosts = [...hubHosts, readHfEnvironment(needs.env, needs.paths.home).host]
    const parse = (text: string): readonly Spot[] => parseLines(text, hosts)
    const set = await readHelpers(hubHost(needs), needs).catch(() => null)
    // Plain `store` keeps the files that are read directly.
    const keepers = set?.keepers.filter((helper) => helper !== 'store').slice(0, 10) ?? []
    const lines = storePaths(needs).map(async (path) => ({
      helper: 'store',
      found: await findInFile({ label, path, parse }, needs),
    }))
    const helpers = keepers.map(async (helper) => ({
      helper,
      found: await findInHelper(helper, needs),
    }))
    return inTurn(await Promise.all([...lines, ...helpers]), set?.asked ?? null)
  },
}

interface Kept {
  readonly helper: string
  readonly found: readonly Finding[]
}

/** In the order in which git asks its helpers; those that it does not ask for the Hub come last. */
function inTurn(kept: readonly Kept[], asked: readonly string[] | null): Finding[] {
  if (asked === null) return kept.flatMap(({ found }) => found)
  const turn = (helper: string): number => (asked.includes(helper) ? asked.indexOf(helper) : 99)
  const sorted = [...kept].sort((one, other) => turn(one.helper) - turn(other.helper))
  return sorted.flatMap(({ helper, found }) =>
    found.map((one) =>
      one.kind === 'token' && !asked.includes(helper) ? { ...one, dormant: true } : one,
    ),
  )
}

/** The two files of `git credential-store`. */
function storePaths({ env, paths: { home } }: ForeignNeeds): readonly string[] {
  const config = variable(env, 'XDG_CONFIG_HOME') ?? join(home, '.config')
  return [join(home, '.git-credentials'), join(config, 'git', 'credentials')]
}

/** One address with user name and password a line; git itself passes over lines that are none. */
function parseLines(text: string, hosts: readonly string[]): readonly Spot[] {
  return linesOf(text).flatMap(({ line, start, end }) => {
    const url = line.length < 8192 && URL.canParse(line) ? new URL(line) : null
    if (url === null || !hosts.includes(url.host)) return []
    const [user, password] = [decode(url.username), decode(url.password)]
    // The Hub takes any user name, and a token in its place too.
    const isUser = password === '' || password === 'x-oauth-basic'
    const name = isUser ? url.host : `${user}@${url.host}`
    return [{ provider, name, token: isUser ? user : password, cuts: [{ start, end }] }]
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

async function findInHelper(helper: string, needs: ForeignNeeds): Promise<Finding[]> {
  const where = describe(helper)
  const isPlain = /^(?:cache|store)\b/.test(helper)
  const silence = isPlain ? null : await whyNotAsk(helper, needs)
  if (silence !== null) return [{ kind: 'problem', where, name: null, error: silence }]
  const answers = new Map<string | null, Answer>()
  for (const name of [null, ...otherUsers, ...(await ownUsers(needs))]) {
    if (answers.has(name)) continue
    const answer = await fill(helper, needs, name)
    if (answer === 'silent') {
      return [{ kind: 'problem', where, name: null, error: errors.foreignHelperSilent(where) }]
    }
    // A question without a name is answered by whatever there is.
    if (answer === null && name === null) return []
    if (answer !== null) answers.set(answer.user, answer)
  }
  return [...answers.values()].map((answer) => ({
    kind: 'token',
    provider,
    where,
    name: answer.user,
    secret: answer.secret,
    notImportable: answer.isLogin
      ? 'It comes from a browser login that the helper renews itself.'
      : null,
    notRemovable: null,
    remove: async () => reject(helper, answer, needs),
  }))
}

/** What the Hub calls the people whose tokens Hubkey has or had: git may have filed theirs so. */
async function ownUsers(needs: ForeignNeeds): Promise<readonly string[]> {
  const bookOf = await openBook(needs).catch(() => null)
  const records = Object.values(bookOf?.(provider).accounts ?? {})
  const prints = records.flatMap(({ fingerprint, earlier }) => [fingerprint, ...earlier])
  const known = prints.filter((one) => one !== null)
  return await usernamesOf(provider, known.slice(0, 20), needs)
}

interface Answer {
  readonly secret: Secret
  readonly user: string | null
  /** True when the helper also keeps what renews the token. */
  readonly isLogin: boolean
}

async function fill(
  helper: string,
  needs: ForeignNeeds,
  asUser: string | null = null,
): Promise<Answer | 'silent' | null> {
  const end = await ask('fill', helper, named(asUser), needs)
  if (end.kind === 'hung') return 'silent'
  // Without an answer git wants to ask for one, may not, and fails.
  if (end.kind !== 'ended' || end.code !== 0) return null
  const { username: user = null, password = '' } = readCredential(end.stdout) ?? {}
  const secret = needs.redactor.guard(password)
  try {
    checkToken(password)
  } catch {
    return null
  }
  return {
    secret,
    user: user === password ? null : user,
    isLogin: /^oauth_refresh_token=/m.test(end.stdout),
  }
}

/** Asks this helper alone to forget this very credential, and looks whether it did. */
async function reject(
  helper: string,
  { secret, user }: Answer,
  needs: ForeignNeeds,
): Promise<void> {
  const now = await fill(helper, needs, user)
  if (now === null || now === 'silent' || !now.secret.equals(secret))
    throw fail(errors.foreignGone())
  await ask('reject', helper, { ...named(user), password: secret.reveal() }, needs)
  const left = await fill(helper, needs, user)
  if (left !== null && (left === 'silent' || left.secret.equals(secret))) {
    throw fail(
      errors.foreignStays(`${describe(helper)} still holds it after it was told to forget it.`),
    )
  }
}

function named(user: string | null): Credential {
  return user === null ? {} : { username: user }
}

async function ask(
  verb: 'fill' | 'reject',
  helper: string,
  what: Credential,
  needs: ForeignNeeds,
): ReturnType<typeof runQuietly> {
  const { protocol, host } = hubHost(needs)
  const stdin = writeCredential({ protocol, host, ...what })
  // A name that would forge another line was none that this helper gave.
  if (stdin === null) throw fail(errors.foreignGone())
  const args = ['-c', 'core.askPass=', ...onlyHelper(helper), 'credential', verb]
  return await runQuietly({ program: 'git', args, stdin }, needs)
}

/** A helper may be any shell command, and that may hold anything. */
function describe(helper: string): string {
  const name = /^[\w./-]{1,80}/.exec(helper)?.[0]
  return `git credential helper ${name ?? 'of your own'}`
}

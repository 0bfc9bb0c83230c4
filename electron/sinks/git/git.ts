import { errors, fail, type AppFailure } from '../../../shared/errors.ts'
import { readHfEnvironment } from '../../hf-environment.ts'
import type { Environment } from '../../ports.ts'
import { runTool, type ToolReply } from '../run-tool.ts'
import type { SinkNeeds } from '../sink.ts'
import { readCredential, writeCredential, type Credential } from './credential-text.ts'

/** The name under which the sink is shown, also in its errors. */
export const gitLabel = 'git'

/** The part of an address by which git keeps credentials. */
export interface GitHost {
  /** As git has it, without a colon. */
  readonly protocol: string
  /** With its port, when that is not the usual one. */
  readonly host: string
  /** `https://huggingface.co`: the name of its own settings in git's configuration. */
  readonly url: string
}

/** The Hub as git sees it. */
export function hubHost({ env, paths }: Pick<SinkNeeds, 'env' | 'paths'>): GitHost {
  const { protocol, host } = new URL(readHfEnvironment(env, paths.home).endpoint)
  return { protocol: protocol.slice(0, -1), host, url: `${protocol}//${host}` }
}

/** Runs `git ARGS` outside of any repository and without a person to ask. Throws `sink-failed`. */
export async function runGit(
  args: readonly string[],
  needs: SinkNeeds,
  stdin = '',
): Promise<ToolReply> {
  const reply = await runGitIfThere(args, needs, stdin)
  if (reply === null) throw gitFailure('it is not installed.', 'Install git')
  return reply
}

/** The same, but null on a machine without git. */
export async function runGitIfThere(
  args: readonly string[],
  { env, paths }: SinkNeeds,
  stdin = '',
): Promise<ToolReply | null> {
  const more = { env: gitEnvironment(env), cwd: paths.home, stdin }
  const reply = await runTool({ program: 'git', args, ...more })
  if (reply.kind === 'hung') {
    throw gitFailure('a credential helper does not answer.', 'Look at git’s credential helpers')
  }
  return reply.kind === 'missing' ? null : reply
}

/** The failure to throw, as one sentence. */
export function gitFailure(reason: string, next: string): AppFailure {
  return fail(errors.sinkFailed(gitLabel, reason, next))
}

/** How a question is asked. */
interface Asking {
  /** Ask this helper alone; all that git is set up with when left out. */
  readonly helper?: string
}

/** What `git credential fill` finds; null when there is nothing. Throws `sink-failed`. */
export async function fillCredential(
  what: Credential,
  needs: SinkNeeds,
  asking: Asking = {},
): Promise<Credential | null> {
  const reply = await runGit([...only(asking), 'credential', 'fill'], needs, textOf(what))
  // Without an answer git wants to ask the user, and fails because it may not.
  return reply.code === 0 ? readCredential(reply.stdout) : null
}

/** `git credential approve` or `reject`. Throws `sink-failed`. */
export async function tellCredential(
  verb: 'approve' | 'reject',
  what: Credential,
  needs: SinkNeeds,
  asking: Asking = {},
): Promise<void> {
  const reply = await runGit([...only(asking), 'credential', verb], needs, textOf(what))
  if (reply.code !== 0) throw gitFailure(`“git credential ${verb}” failed.`, 'Run it by hand')
}

function only({ helper }: Asking): readonly string[] {
  return helper === undefined ? [] : onlyHelper(helper)
}

/** Makes git ask this helper alone: an empty value makes it forget all that were named before. */
export function onlyHelper(helper: string): readonly string[] {
  return ['-c', 'credential.helper=', '-c', `credential.helper=${helper}`]
}

function textOf(credential: Credential): string {
  const text = writeCredential(credential)
  if (text === null) throw gitFailure('this cannot be told to it.', 'Enter the token again')
  return text
}

/** Names that would lead git to another repository, or make it write down what it is told. */
const leftOut = /^(GIT_(DIR|WORK_TREE|INDEX_FILE|TRACE.*|CURL_VERBOSE)|GCM_TRACE.*)$/
/** Tokens that git and its helpers have no business with. */
const secrets = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'NGC_API_KEY']

/** The user's own environment, for helpers need much of it, made unable to ask anything. */
function gitEnvironment(env: Environment): Environment {
  const kept = Object.entries(env).filter(
    ([name]) => !leftOut.test(name) && !secrets.includes(name),
  )
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    // Set and empty: git then looks neither at its configuration nor at SSH_ASKPASS.
    GIT_ASKPASS: '',
    GCM_INTERACTIVE: '0',
  }
}

import { z } from 'zod'
import { errors, fail, type AppFailure } from '../../../shared/errors.ts'
import { runTool } from '../run-tool.ts'
import type { SinkNeeds } from '../sink.ts'
import { notFound } from './registry.ts'

/** The name under which the sink is shown, also in its errors. */
export const dockerLabel = 'Docker'

/** What a helper has for one registry. */
export interface DockerLogin {
  readonly username: string
  readonly secret: string
}

const AnswerSchema = z.object({ Username: z.string(), Secret: z.string() })
/** A helper's name becomes part of a program's name, and nothing more. */
const nameForm = /^[A-Za-z0-9_.-]{1,100}$/
/** Tokens that a helper has no business with. */
const secrets = ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN', 'NGC_API_KEY']

/** Asks `docker-credential-NAME` for a registry; null when it has nothing. Throws `sink-failed`. */
export async function askHelper(
  helper: string,
  server: string,
  needs: SinkNeeds,
): Promise<DockerLogin | null> {
  const { code, stdout } = await runHelper(helper, 'get', server, needs)
  if (code !== 0) {
    if (stdout.includes(notFound)) return null
    throw dockerFailure(`its helper “${helper}” could not be asked.`, 'Look at docker’s helper')
  }
  const answer = readAnswer(stdout)
  if (answer !== null) return answer
  throw dockerFailure(`its helper “${helper}” gave a strange answer.`, 'Look at docker’s helper')
}

/** What a helper's answer to `get` says; null when it is none. */
export function readAnswer(stdout: string): DockerLogin | null {
  try {
    const { Username: username, Secret: secret } = AnswerSchema.parse(JSON.parse(stdout))
    return { username, secret }
  } catch {
    return null
  }
}

/** The name of the program that docker would run; null for a name that is none. */
export function programOf(helper: string): string | null {
  return nameForm.test(helper) ? `docker-credential-${helper}` : null
}

/** Hands a credential to `docker-credential-NAME`, on its standard input. Throws `sink-failed`. */
export async function tellHelper(
  helper: string,
  what: { readonly server: string; readonly username: string; readonly secret: string },
  needs: SinkNeeds,
): Promise<void> {
  const { server: ServerURL, username: Username, secret: Secret } = what
  const text = JSON.stringify({ ServerURL, Username, Secret })
  const { code } = await runHelper(helper, 'store', text, needs)
  if (code === 0) return
  throw dockerFailure(`its helper “${helper}” did not take the key.`, 'Look at docker’s helper')
}

/** Makes `docker-credential-NAME` forget a registry. Throws `sink-failed`. */
export async function forgetAtHelper(
  helper: string,
  server: string,
  needs: SinkNeeds,
): Promise<void> {
  const { code, stdout } = await runHelper(helper, 'erase', server, needs)
  if (code === 0 || stdout.includes(notFound)) return
  throw dockerFailure(`its helper “${helper}” did not let the key go.`, 'Look at docker’s helper')
}

/** The failure to throw, as one sentence. */
export function dockerFailure(reason: string, next: string): AppFailure {
  return fail(errors.sinkFailed(dockerLabel, reason, next))
}

/** Whether `docker-credential-NAME` is there and speaks. Throws `sink-failed` when it does not. */
export async function greetHelper(helper: string, needs: SinkNeeds): Promise<void> {
  const { code } = await runHelper(helper, 'version', '', needs)
  if (code === 0) return
  throw dockerFailure(`its helper “${helper}” does not work.`, 'Look at docker’s helper')
}

async function runHelper(
  helper: string,
  verb: 'get' | 'store' | 'erase' | 'version',
  stdin: string,
  { env, paths }: SinkNeeds,
): Promise<{ readonly code: number | null; readonly stdout: string }> {
  const program = programOf(helper)
  if (program === null) {
    throw dockerFailure('its helper has a strange name.', 'Look at docker’s config.json')
  }
  const kept = Object.entries(env).filter(([name]) => !secrets.includes(name))
  const reply = await runTool({
    program,
    args: [verb],
    env: Object.fromEntries(kept),
    cwd: paths.home,
    stdin,
  })
  switch (reply.kind) {
    case 'ended':
      return reply
    case 'missing':
      throw dockerFailure(`its helper “${helper}” is not installed.`, 'Install docker’s helper')
    case 'hung':
      throw dockerFailure(`its helper “${helper}” does not answer.`, 'Look at docker’s helper')
  }
}

import { z } from 'zod'
import { connectBus, type SessionBus } from './session-bus.ts'

const service = {
  destination: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
} as const
const promptInterface = 'org.freedesktop.Secret.Prompt'

const PathSchema = z.string().max(400)
/** What is open already, and the prompt for the rest; `/` when none is needed. */
const UnlockedSchema = z.tuple([z.array(PathSchema), PathSchema])

/**
 * Asks the Secret Service to open its default collection. It raises its own prompt, in which the
 * password goes straight to the keyring. Resolves when the prompt is over, however it was answered;
 * rejects when nobody can ask. It has no limit of its own: whoever started this process ends it.
 */
export async function unlockCollection(address: string): Promise<void> {
  const bus = await connectBus(address, new AbortController().signal)
  if (bus === null) throw new Error('there is no bus')
  const [collection] = z
    .tuple([PathSchema])
    .parse(await valuesOf(bus, { ...service, member: 'ReadAlias', signature: 's' }, ['default']))
  const [, prompt] = UnlockedSchema.parse(
    await valuesOf(bus, { ...service, member: 'Unlock', signature: 'ao' }, [[collection]]),
  )
  if (prompt === '/') return
  const completed = await bus.next({
    path: prompt,
    interface: promptInterface,
    member: 'Completed',
  })
  const shown = { ...service, path: prompt, interface: promptInterface, member: 'Prompt' }
  // No window of ours to stand over: the prompt comes from another program.
  await valuesOf(bus, { ...shown, signature: 's' }, [''])
  await completed()
}

async function valuesOf(
  bus: SessionBus,
  call: Omit<Parameters<SessionBus['call']>[0], 'body'>,
  body: readonly unknown[],
): Promise<readonly unknown[]> {
  const answer = await bus.call({ ...call, body })
  if (!answer.ok) throw new Error(answer.error)
  return answer.body
}

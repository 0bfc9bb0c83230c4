import { join } from 'node:path'
import { z } from 'zod'
import {
  CustomProviderSchema,
  providerFacts,
  type CustomProvider,
  type ProviderId,
} from '../../shared/domain/provider.ts'
import { errors, fail } from '../../shared/errors.ts'
import { providerErrors } from '../../shared/provider-errors.ts'
import { readJson, updateJson, type JsonFile } from '../files/json-file.ts'
import { isLoopback } from '../http/loopback.ts'
import type { Clock, Log, Paths } from '../ports.ts'

/** What the list of the user's own providers needs. */
export interface CustomProvidersNeeds {
  readonly paths: Pick<Paths, 'config'>
  readonly clock: Clock
  readonly log: Log
}

/** More than anybody has keys for. */
const mostProviders = 100

const ListSchema = z.looseObject({
  version: z.literal(1),
  providers: z.array(CustomProviderSchema).max(mostProviders),
})
type List = z.infer<typeof ListSchema>

/**
 * Variables that make programs run or find things. As a key's name they would send a path to a
 * server, or let a key change what a child does.
 */
const noKeys =
  /^(?:PATH|HOME|SHELL|USER|USERNAME|LOGNAME|PWD|OLDPWD|IFS|ENV|BASH_ENV|TERM|DISPLAY|LANG|TMPDIR|TMP|TEMP|PATHEXT|COMSPEC|SYSTEMROOT|APPDATA|USERPROFILE|[A-Z]+_PROXY)$|^(?:LC|LD|DYLD|NODE|NPM_CONFIG|ELECTRON|PYTHON|PERL5|RUBY|JAVA|JDK|GIT|SSH|XDG|DBUS|HUBKEY|HF)_|^(?:PYTHON|PERL5|RUBY)/i

/** Providers that the user added, in the order in which they were. Never rejects: an unreadable list is logged and counts as none. */
export async function readCustomProviders({
  paths,
  log,
}: Pick<CustomProvidersNeeds, 'paths' | 'log'>): Promise<readonly CustomProvider[]> {
  const file = listIn(paths)
  try {
    return (await readJson(file))?.value.providers ?? []
  } catch {
    log.warn(errors.storeUnreadable(file.path, null).message)
    return []
  }
}

/**
 * Adds a provider and returns it with the id that its label gives. Throws `bad-input` when its id
 * or a variable belongs to another provider, when a variable cannot be a key's, or when the check
 * address is neither https nor on this machine; and as `updateJson` does.
 */
export async function addCustomProvider(
  input: Omit<CustomProvider, 'id'>,
  needs: CustomProvidersNeeds,
): Promise<CustomProvider> {
  const parsed = CustomProviderSchema.safeParse({ ...input, id: idFrom(input.label) })
  if (!parsed.success) {
    throw fail(errors.badInput(parsed.error.issues[0]?.message ?? 'This is no provider.'))
  }
  const added = { ...parsed.data, environment: [...new Set(parsed.data.environment)] }
  checkAddress(added.checkUrl)
  const change = (list: List): List => {
    refuseClashes(added, list.providers)
    return { ...list, providers: [...list.providers, added] }
  }
  await updateJson(listIn(needs.paths), change, needs)
  return added
}

/** Takes a provider off the list; its keys are the caller's business. Throws `bad-input` when it is not on it. */
export async function removeCustomProvider(
  id: ProviderId,
  needs: CustomProvidersNeeds,
): Promise<void> {
  const change = (list: List): List => {
    const providers = list.providers.filter((provider) => provider.id !== id)
    if (providers.length < list.providers.length) return { ...list, providers }
    throw fail(errors.badInput(`There is no provider “${id}” of your own.`))
  }
  await updateJson(listIn(needs.paths), change, needs)
}

/** `Weights & Biases` → `weights-biases`. An id begins with a letter; a label without any gets a word. */
function idFrom(label: string): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
  const id = /^[a-z]/.test(plain) ? plain : `provider-${plain}`
  return id.slice(0, 40).replace(/-+$/, '')
}

function refuseClashes(added: CustomProvider, others: readonly CustomProvider[]): void {
  if (others.length >= mostProviders) {
    throw fail(errors.badInput(`There are ${mostProviders} providers already.`))
  }
  for (const other of [...Object.values(providerFacts), ...others]) {
    if (other.id === added.id) {
      throw fail(providerErrors.taken(`The id “${added.id}”`, other.label))
    }
    // Windows does not tell capitals from small letters in these names.
    const taken = new Set(other.environment.map((name) => name.toUpperCase()))
    const clash = added.environment.find((name) => taken.has(name.toUpperCase()))
    if (clash !== undefined) throw fail(providerErrors.taken(clash, other.label))
  }
  const unfit = added.environment.find((name) => noKeys.test(name) && !/(?:KEY|TOKEN)$/i.test(name))
  if (unfit !== undefined) {
    throw fail(errors.badInput(`${unfit} means something else to programs and cannot hold a key.`))
  }
}

function checkAddress(address: string | null): void {
  if (address === null) return
  const { protocol, hostname, username, password } = new URL(address)
  if (username !== '' || password !== '') {
    throw fail(errors.badInput('The check address must not hold a user name or a password.'))
  }
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
  if (!isSafe) throw fail(errors.badInput('The check address must begin with https://.'))
}

function listIn({ config }: Pick<Paths, 'config'>): JsonFile<List> {
  return {
    path: join(config, 'providers.json'),
    schema: ListSchema,
    version: 1,
    empty: { version: 1, providers: [] },
    maxBytes: 256 * 1024,
  }
}

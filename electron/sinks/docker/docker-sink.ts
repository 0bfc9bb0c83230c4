import { errors, fail } from '../../../shared/errors.ts'
import type { Secret } from '../../redaction/secret.ts'
import type { Sink, SinkCopy, SinkErase, SinkNeeds, SinkWrite } from '../sink.ts'
import {
  changeDockerFile,
  helperOf,
  helpersIn,
  namesOf,
  readDockerFile,
  type DockerConfig,
} from './docker-config.ts'
import {
  askHelper,
  dockerFailure,
  dockerLabel,
  forgetAtHelper,
  tellHelper,
} from './docker-helper.ts'
import { keyUsername, registryOf } from './registry.ts'
import { canServeDocker, isDockerServed, leaveDocker, serveDocker } from './serve-docker.ts'

/** Docker's credentials for NVIDIA's registry, as `docker login nvcr.io` leaves them. */
export const dockerSink: Sink = {
  id: 'docker',
  label: dockerLabel,
  provider: 'ngc',
  read: readCopies,
  write: writeKey,
  erase: eraseKey,
  ...(canServeDocker ? { isServed: isDockerServed, serve: serveDocker, leave: leaveDocker } : {}),
}

async function readCopies(needs: SinkNeeds): Promise<readonly SinkCopy[]> {
  const registry = registryOf(needs)
  const file = await readDockerFile(needs)
  const used = helperOf(file.config, registry)
  const copies: SinkCopy[] = []
  for (const helper of helpersIn(file.config, registry)) {
    const held = await askOr(helper === used, helper, needs)
    if (held === null || held.secret === '') continue
    const { username } = held
    const where = `docker-credential-${helper}`
    copies.push({
      ...{ secret: needs.redactor.guard(held.secret), where, username },
      active: helper === used,
    })
  }
  for (const name of namesOf(registry)) {
    const entry = readAuth(file.config, name)
    if (entry === null) continue
    copies.push({
      ...{ secret: needs.redactor.guard(entry.secret), where: file.path, username: entry.username },
      ...(file.mode === undefined ? {} : { mode: file.mode }),
      ...(name === registry ? {} : { name }),
      // With a program docker does not look here; else the plain name wins over the others.
      active: used === null && !copies.some(({ active }) => active),
    })
  }
  return copies
}

/** A helper that docker does not ask for this registry may well be missing. */
async function askOr(
  isUsed: boolean,
  helper: string,
  needs: SinkNeeds,
): Promise<Awaited<ReturnType<typeof askHelper>>> {
  const asked = askHelper(helper, registryOf(needs), needs)
  return await (isUsed ? asked : asked.catch(() => null))
}

/** What `auths` holds in plain sight: the base64 of `name:key`. Null for nothing, and for a sign-in elsewhere. */
function readAuth(
  config: DockerConfig,
  name: string,
): { readonly username: string; readonly secret: string } | null {
  const auth = config.auths?.[name]?.auth
  if (auth === undefined || auth === '') return null
  const text = Buffer.from(auth, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const secret = text.slice(colon + 1).replace(/\0+$/, '')
  return colon < 0 || secret === '' ? null : { username: text.slice(0, colon), secret }
}

async function writeKey({ secret, replaces }: SinkWrite, needs: SinkNeeds): Promise<void> {
  const registry = registryOf(needs)
  for (const old of replaces) if (!old.equals(secret)) await eraseKey({ secret: old }, needs)
  // Hubkey gives it out of the keyring, so a copy would only be one more to lose.
  if (await isDockerServed(needs)) return
  const helper = helperOf((await readDockerFile(needs)).config, registry)
  if (helper === null) {
    const auth = Buffer.from(`${keyUsername}:${secret.reveal()}`).toString('base64')
    await changeAuths(needs, (auths) => ({ ...auths, [registry]: { auth } }))
  } else {
    const what = { server: registry, username: keyUsername, secret: secret.reveal() }
    await tellHelper(helper, what, needs)
    // By this entry `docker` knows that it is logged in; it holds nothing.
    await changeAuths(needs, (auths) => (registry in auths ? auths : { ...auths, [registry]: {} }))
  }
  const after = await readCopies(needs)
  if (after.some((copy) => copy.active && copy.secret.equals(secret))) return
  throw dockerFailure(`it does not find the key for ${registry}.`, 'Look at docker’s config.json')
}

async function eraseKey({ secret }: SinkErase, needs: SinkNeeds): Promise<void> {
  const registry = registryOf(needs)
  const { config, path } = await readDockerFile(needs)
  for (const helper of helpersIn(config, registry)) {
    const held = await askOr(helper === helperOf(config, registry), helper, needs)
    if (held === null || !isSame(held.secret, secret)) continue
    await forgetAtHelper(helper, registry, needs)
  }
  const names = namesOf(registry)
  const isOurs = (of: DockerConfig, name: string): boolean => {
    const entry = readAuth(of, name)
    return entry !== null && isSame(entry.secret, secret)
  }
  if (names.some((name) => isOurs(config, name))) {
    await changeAuths(needs, (auths) => {
      const kept = Object.entries(auths).filter(([name]) => {
        return !names.includes(name) || !isOurs({ auths }, name)
      })
      return Object.fromEntries(kept)
    })
  }
  const left = await readCopies(needs)
  if (left.some((copy) => copy.secret.equals(secret))) {
    throw fail(errors.storeWriteFailed(path, 'another program keeps the key'))
  }
}

function isSame(text: string, secret: Secret): boolean {
  return text === secret.reveal()
}

type Auths = NonNullable<DockerConfig['auths']>

/** Changes `auths` and nothing else. */
async function changeAuths(needs: SinkNeeds, change: (auths: Auths) => Auths): Promise<void> {
  await changeDockerFile(needs, (config) => ({ ...config, auths: change(config.auths ?? {}) }))
}

import { secondsLeft } from '../app/speed.ts'
import type { DownloadView } from '../../shared/domain/download.ts'
import type { ProviderView, SourceView } from '../../shared/domain/provider.ts'
import type { Capability, Identity } from '../../shared/domain/verification.ts'
import { size } from '../../shared/size.ts'

const sourceNames = {
  environment: 'environment',
  keyring: 'keyring',
  file: 'credentials.json',
  'hf-token-file': 'HF token file',
} as const

/** `ada (read)`, the way every command names an identity. */
export function describeIdentity({ username, role }: Identity): string {
  return `${username} (${role})`
}

/** One thing a token may or may not do, in a line, with the reason where there is one. */
export function describeCapability({ label, allowed, reason }: Capability): string {
  const answer = allowed === null ? 'unknown' : allowed ? 'yes' : 'no'
  return `  ${label}: ${answer}${reason === null ? '' : `. ${reason}`}\n`
}

/** A provider in a few lines: who, how sure, and every source with what it shadows. */
export function describeProvider(provider: ProviderView): string {
  const lines = [`${provider.label}: ${describeStanding(provider)}`]
  for (const source of provider.sources) {
    if (source.present === false) continue
    lines.push(`  ${describeSource(source, source.kind === provider.source)}`)
  }
  return `${lines.join('\n')}\n`
}

function describeStanding({ present, username, role, verification }: ProviderView): string {
  if (!present) return 'not logged in'
  const who = username === null ? 'a token' : `${username} (${role ?? 'role unknown'})`
  switch (verification?.state) {
    case 'verified':
      return `${who}, verified ${verification.checkedAt ?? ''}`
    case 'rejected':
      return `${who}, rejected`
    default:
      return `${who}, not verified`
  }
}

function describeSource(source: SourceView, wins: boolean): string {
  const where = source.variable ?? source.path
  const name =
    where === undefined ? sourceNames[source.kind] : `${sourceNames[source.kind]} ${where}`
  const state = source.problem ?? (wins ? 'in use' : source.shadowed ? 'shadowed' : 'present')
  const mode = source.mode !== undefined && source.mode !== '0600' ? ` mode ${source.mode}` : ''
  const print = source.fingerprint === null ? '' : ` [${source.fingerprint}]`
  return `${wins ? '→' : ' '} ${name}${print}${mode}: ${state}`
}

/** What a line of progress tells. */
type Moving = Pick<DownloadView, 'path' | 'receivedBytes' | 'totalBytes' | 'bytesPerSecond'>

/** A download's progress in one line: how much, how fast, how long still. */
export function describeProgress(moving: Moving): string {
  const { path, receivedBytes, totalBytes, bytesPerSecond } = moving
  const total = totalBytes === null ? '' : ` of ${size(totalBytes)}`
  const speed = bytesPerSecond === null ? '' : ` · ${size(bytesPerSecond)}/s`
  const seconds = secondsLeft({ receivedBytes, totalBytes, bytesPerSecond })
  const left = seconds === null ? '' : ` · ${describeSeconds(seconds)} left`
  const name = path === null ? '' : `${path}: `
  return `${name}${size(receivedBytes)}${total}${speed}${left}`
}

function describeSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

import { isAbsolute } from 'node:path'
import type { SinkId } from '../../../shared/domain/sink.ts'
import type { CopyView } from '../../../shared/domain/where.ts'
import { openBook } from '../../credentials/account-book.ts'
import { syncSink } from '../../credentials/change-sink.ts'
import { makePrivate } from '../../files/make-private.ts'
import { clearSeen } from '../where/clear-copy.ts'
import { isOwnFile } from '../where/may-change.ts'
import { findOllamaKey } from '../where/ollama-key.ts'
import type { Check, Diagnosis } from './check.ts'

/** Files with a token, or Ollama's key, that others of this machine may read or change. */
export const checkModes: Check = async ({ look, needs }) => {
  const wide = look.copies.map(({ view }) => view).filter((view) => view.wide)
  const files = new Map(wide.map(({ where, mode }) => [where, mode]))
  const key = await findOllamaKey(needs)
  if (key?.wide === true) files.set(key.path, key.mode)
  return [...files].map(([path, mode]) => {
    // In a file of the whole machine it is the token that does not belong there.
    const isOurs = isOwnFile(path, needs.paths.home)
    return {
      id: `mode:${path}`,
      severity: 'warning',
      sentence: `${path} holds a secret and has the mode ${mode ?? 'unknown'}.`,
      reason: 'Other users of this machine may read or change it.',
      fix: isOurs ? { says: `Set ${path} to 0600.`, run: async () => makePrivate(path) } : null,
      advice: isOurs ? null : `Take the token out of ${path}`,
    }
  })
}

const sinkOf: Readonly<Partial<Record<CopyView['place'], SinkId>>> = {
  hf: 'hf',
  git: 'git',
  docker: 'docker',
}

/** Copies of tokens that were replaced or rejected. */
export const checkSpentCopies: Check = async ({ look, needs }) => {
  const bookOf = await openBook(needs).catch(() => null)
  return look.copies.flatMap((copy): Diagnosis[] => {
    const { view } = copy
    const { id, standing, provider, place, label, where, name, account, notClearable } = view
    if (standing !== 'stale' && standing !== 'dead') return []
    const spot = name === null ? where : `${where}, ${name}`
    const sentence =
      standing === 'stale'
        ? `${label} still holds an older token of “${account ?? ''}”: ${spot}.`
        : `${label} holds a token that its provider rejects: ${spot}.`
    const base = {
      id: `${standing}:${id}`,
      severity: 'warning' as const,
      sentence,
      reason: 'Whatever reads it fails, or works with rights that were meant to end.',
    }
    const sink = sinkOf[place]
    const book = bookOf?.(provider)
    if (sink !== undefined && standing === 'stale' && book?.sinks.includes(sink) === true) {
      const says = `Write the token of “${book.active ?? ''}” over it, as “hubkey sinks --on ${sink}” has it.`
      return [
        {
          ...base,
          fix: { says, run: async () => syncSink({ provider, sink }, needs) },
          advice: null,
        },
      ]
    }
    if (notClearable !== null) {
      const isOwn = place === 'keyring' || place === 'file'
      const advice = isOwn ? `hubkey rotate ${provider} --name ${account ?? ''}` : notClearable
      return [{ ...base, fix: null, advice }]
    }
    const says = `Take this token out of ${where} and leave the rest as it is.`
    return [{ ...base, fix: { says, run: async () => clearSeen(copy) }, advice: null }]
  })
}

/** A copy that counts before the one that Hubkey keeps up to date. */
export const checkShadowing: Check = async ({ look, needs }) => {
  const views = look.copies.map(({ view }) => view)
  const bookOf = await openBook(needs).catch(() => null)
  return look.readers.flatMap((reader): Diagnosis[] => {
    const used = views.find(({ id }) => id === reader.uses)
    if (used === undefined) return []
    const active = bookOf?.(reader.provider).active ?? null
    const current = views.find(
      ({ place, provider, name }) =>
        (place === 'keyring' || place === 'file') &&
        provider === reader.provider &&
        name === active,
    )
    const isOther = current !== undefined && current.fingerprint !== used.fingerprint
    const isFirst = reader.id === 'hubkey' || reader.id === 'hubkey-ngc'
    const inNetrc = reader.id === 'git' && used.place === 'netrc' && reader.asksHubkey
    if (!isOther || (!(isFirst && used.place === 'environment') && !inNetrc)) return []
    const { setBy, where, fingerprint } = used
    const by = setBy.filter(isAbsolute).join(', ')
    return [
      {
        id: `shadowed:${reader.id}`,
        severity: 'warning',
        sentence: `${reader.label} uses the token [${fingerprint}] of ${where}, not the one of “${active ?? ''}”.`,
        reason: 'A rotation does not reach it, and it wins.',
        fix: null,
        advice: inNetrc
          ? `Take the machine’s entry out of ${where}, or: hubkey import ${used.id}`
          : `Unset ${where} where it is set${by === '' ? '' : ` (${by})`}`,
      },
    ]
  })
}

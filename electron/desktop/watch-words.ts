import type { WatchView } from '../../shared/domain/watch.ts'

/** Title and text of the notice on the desktop about the end of a waiting. */
export function watchNotice({ repo, state, verdict, account }: WatchView): {
  readonly title: string
  readonly body: string
} {
  const who = account === null ? 'Your account' : `Your account “${account}”`
  if (state === 'open') return { title: `${repo} is open`, body: `${who} may have it now.` }
  if (verdict === 'disabled') {
    return { title: `${repo} is gone`, body: 'The Hub has switched it off for everybody.' }
  }
  return { title: `${repo} stays closed`, body: 'Its author has refused the request.' }
}

/** The tray menu's line about what has opened; null while there is nothing to tell. */
export function watchLine(watches: readonly WatchView[]): string | null {
  const [first, ...others] = watches.filter(({ state }) => state === 'open')
  if (first === undefined) return null
  const name = first.repo.split('/').at(-1) ?? first.repo
  return others.length === 0 ? `${name} is open now…` : `${others.length + 1} models are open now…`
}

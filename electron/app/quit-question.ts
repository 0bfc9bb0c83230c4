import type { DownloadView } from '../../shared/domain/download.ts'
import type { ProviderId } from '../../shared/domain/provider.ts'
import type { RunView } from '../../shared/domain/run.ts'
import { sizeOf } from '../../shared/size.ts'
import type { Snapshot } from '../../shared/snapshot.ts'
import { counted, endedByQuit, isLoss, stops } from './ended-by-quit.ts'

/** A log-in that is under way and stored nowhere: a token that was entered, or one by the browser. */
export type UnstoredLogIn =
  | {
      readonly by: 'token'
      readonly provider: ProviderId
      /** Who it belongs to; null until the provider has said. */
      readonly username: string | null
      /** The account whose token it is to replace. */
      readonly replaces: string | null
    }
  | {
      readonly by: 'browser'
      readonly provider: ProviderId
      /** Whether its owner has agreed already. */
      readonly isGranted: boolean
    }

/** What is asked before quitting: one line, and beneath it a sentence for each thing that ends. */
export interface QuitQuestion {
  readonly message: string
  readonly detail: string
}

/**
 * Who wants to quit: the tray's line, which has named the servers that stop; a key or the system's own menu,
 * which name nothing.
 */
export type QuitBy = 'tray' | 'keys'

interface UnderWay extends Pick<Snapshot, 'runs' | 'downloads' | 'providers'> {
  readonly logIns: readonly UnstoredLogIn[]
}

/** The question before quitting; null when nothing would end that was not named. */
export function quitQuestion(underWay: UnderWay, by: QuitBy): QuitQuestion | null {
  const { logIns, providers } = underWay
  const ended = endedByQuit(underWay)
  const what = stops(ended, counted(logIns.length, 'log-in', 'log-ins'))
  const isNamed = by === 'tray' && !isLoss(ended) && logIns.length === 0
  if (what === null || isNamed) return null
  const labels = new Map(providers.map(({ id, label }) => [id, label]))
  const sentences = [
    ...logIns.map((one) => logInSentence(one, labels.get(one.provider) ?? one.provider)),
    ...ended.launches.map(launchSentence),
    ...ended.downloads.map(downloadSentence),
    ...ended.servers.map(({ repo }) => `${repo} stops serving.`),
  ]
  return { message: `Quit and stop ${what}?`, detail: firstOf(sentences).join('\n\n') }
}

/** A native dialog does not scroll. */
const mostSentences = 8

function firstOf(sentences: readonly string[]): readonly string[] {
  if (sentences.length <= mostSentences) return sentences
  const shown = sentences.slice(0, mostSentences - 1)
  return [...shown, `And ${sentences.length - shown.length} more.`]
}

function logInSentence(logIn: UnstoredLogIn, provider: string): string {
  if (logIn.by === 'browser') {
    return logIn.isGranted
      ? `You have agreed to the log-in at ${provider}, and it is not stored yet: it has to be begun again.`
      : `The log-in at ${provider} waits for you in the browser: it has to be begun again.`
  }
  const { username, replaces } = logIn
  const whose = username === null ? `for ${provider}` : `of @${username} (${provider})`
  const stays = replaces === null ? '' : ` “${replaces}” keeps the one it has.`
  return `The token ${whose} is not stored yet: it has to be entered again.${stays}`
}

function launchSentence({ repo, state }: RunView): string {
  const busy = state === 'preparing' ? 'has not arrived yet' : 'has not started yet'
  return `${repo} was to go on without Hubkey, and ${busy}: it will not be running.`
}

function downloadSentence({ repo, path, receivedBytes, totalBytes }: DownloadView): string {
  const name = path === null ? repo : `${repo}/${path}`
  const arrived = totalBytes === null ? '' : ` (${sizeOf(receivedBytes, totalBytes)})`
  return `${name}${arrived} stops downloading. What has arrived is kept, and downloading it again goes on from there.`
}

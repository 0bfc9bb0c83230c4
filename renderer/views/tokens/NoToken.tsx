import type { ReactNode } from 'react'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { openLink, showLogIn } from '../../actions.ts'
import { Button } from '../../components/Button.tsx'
import { KeyMark } from '../../components/KeyMark.tsx'
import { needSentence, tokenPage } from '../../words/provider.ts'
import { sourceName } from '../../words/source.ts'

/** The invitation to log in; or the plain word that nobody can tell whether there is a token. */
export function NoToken({ provider }: { readonly provider: ProviderView }): ReactNode {
  const { id, label, accounts } = provider
  const isUnread = provider.sources.some(({ present }) => present === null)
  const page = tokenPage(id)
  // Everybody meets Hugging Face; an invitation for each other provider would be a crowd.
  const isMain = id === 'huggingface'
  const { title, sentence } = accounts.length > 0 ? stored(accounts.length) : wordsFor(provider)
  return (
    <div className={isMain ? 'card invitation' : 'card invitation small'}>
      {isMain && <KeyMark size={36} />}
      <div className="grow">
        <div className="name">{title}</div>
        <p className="meta">{sentence}</p>
        {isUnread && <UnreadSources provider={provider} />}
      </div>
      <div className="row wrap">
        <Button
          kind={isMain && !isUnread ? 'primary' : 'plain'}
          onClick={() => {
            showLogIn({ provider: id })
          }}
        >
          Log in to {label}…
        </Button>
        {page !== null && (
          <Button
            kind="quiet"
            onClick={() => {
              openLink(page)
            }}
          >
            Create a token
          </Button>
        )}
      </div>
    </div>
  )
}

function wordsFor(provider: ProviderView): { title: string; sentence: string } {
  return provider.sources.some(({ present }) => present === null)
    ? {
        title: 'No token found so far',
        sentence: 'Hubkey could not look everywhere, so there may be one.',
      }
    : { title: 'No token on this machine yet', sentence: needSentence(provider) }
}

function stored(count: number): { title: string; sentence: string } {
  return count === 1
    ? { title: 'The stored token cannot be read now', sentence: 'It is still there.' }
    : { title: `The ${count} stored tokens cannot be read now`, sentence: 'They are still there.' }
}

/** Each place that could not be read, with its reason. */
export function UnreadSources({ provider }: { readonly provider: ProviderView }): ReactNode {
  return provider.sources
    .filter(({ present }) => present === null)
    .map((source) => (
      <p key={source.kind} className="warn-text">
        <strong>{sourceName[source.kind]}:</strong> {source.problem ?? 'It could not be read.'}
      </p>
    ))
}

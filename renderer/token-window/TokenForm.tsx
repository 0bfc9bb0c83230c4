import { useRef, type ReactNode } from 'react'
import { openLink } from '../actions.ts'
import { ErrorNote } from '../components/ErrorNote.tsx'
import { KeyMark } from '../components/KeyMark.tsx'
import { hasBrowserLogIn, tokenPage } from '../words/provider.ts'
import { AccountName, useNameProblem } from './AccountName.tsx'
import { beginDeviceLogin } from './device-flow.ts'
import { enterAndVerify, isSavable, save, useTokenFlow, verify } from './flow.ts'
import { useIntent, useProviderLabel, useReplacedAccount } from './intent.ts'
import { Differences, RevokeTick } from './Replacing.tsx'
import { StoreLine } from './StoreLine.tsx'
import { TokenField } from './TokenField.tsx'
import { TokenFoot } from './TokenFoot.tsx'
import { WhoAmI } from './WhoAmI.tsx'

/** The token's field, what the provider says of it, and the way to save it. */
export function TokenForm({ title }: { readonly title: string }): ReactNode {
  const { draft, error, retry } = useTokenFlow()
  const label = useProviderLabel()
  const nameProblem = useNameProblem()
  const field = useRef<HTMLInputElement>(null)
  const replaces = useIntent(({ intent }) => intent.replaces)
  return (
    <form
      className="token-window"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft === null) enterAndVerify(takeText(field.current))
        else if (!isSavable(draft)) verify()
        else if (nameProblem === null) save()
      }}
    >
      <h1 className="token-title">
        <KeyMark size={26} />
        {title}
      </h1>
      <Ways />
      <TokenField field={field} />
      <div
        className="token-body-part"
        role="region"
        aria-label={`What ${label} says`}
        tabIndex={draft?.verification == null ? -1 : 0}
      >
        {error !== null && <ErrorNote error={error} retry={retry ?? undefined} />}
        {draft !== null && replaces !== null && <Differences draft={draft} />}
        <WhoAmI />
      </div>
      {replaces === null && isSavable(draft) && <AccountName />}
      {replaces !== null && draft?.verification?.state === 'verified' && <RevokeTick />}
      <StoreLine />
      <TokenFoot />
    </form>
  )
}

/** The ways to a token. */
function Ways(): ReactNode {
  const { provider, replaces } = useIntent(({ intent }) => intent)
  const isLogIn = useReplacedAccount()?.kind === 'oauth'
  const isIdle = useTokenFlow(({ step }) => step === 'idle')
  const page = tokenPage(provider)
  return (
    <p className="sub">
      Paste a token
      {page !== null && (
        <>
          , or{' '}
          <button
            type="button"
            className="link"
            onClick={() => {
              openLink(page)
            }}
          >
            make one with just the rights you need
          </button>
        </>
      )}
      .
      {hasBrowserLogIn(provider) && (replaces === null || isLogIn) && (
        <>
          {' '}
          Or{' '}
          <button type="button" className="link" disabled={!isIdle} onClick={beginDeviceLogin}>
            log in by browser
          </button>
          .
        </>
      )}
    </p>
  )
}

/**
 * The field's text, leaving nothing behind: the field is empty before anything is awaited, and it is
 * replaced by dots afterwards, so that "undo" has nothing to bring back.
 */
function takeText(field: HTMLInputElement | null): string {
  if (field === null) return ''
  const text = field.value
  field.value = ''
  return text
}

import { useState, type ReactNode } from 'react'
import type { FormSecret } from '../../../shared/domain/job-form.ts'
import type { ProviderView } from '../../../shared/domain/provider.ts'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { changeDraft, takeSecret } from '../../job-form-actions.ts'
import { places } from '../../places.ts'
import { useJobForm } from '../../state/job-form.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import type { DraftSecret } from '../../words/job-draft.ts'

const inForce: FormSecret = { from: 'account', provider: 'huggingface', account: null }

/** The job's secrets: tokens by account, or values that main keeps once they are typed. */
export function JobSecrets(): ReactNode {
  const secrets = useJobForm(({ draft }) => draft.secrets)
  const hasToken = secrets.some(({ name }) => name === 'HF_TOKEN')
  const add = (secret: DraftSecret): void => {
    changeDraft({ secrets: [...secrets, secret] })
  }
  return (
    <section className="card" aria-label="Secrets">
      <b>Secrets</b>
      <p className="meta">
        Encrypted by the Hub, and seen by the job alone as variables. Their values never show again.
      </p>
      <ul>
        {secrets.map((secret, at) => (
          <SecretRow key={at} at={at} secret={secret} />
        ))}
      </ul>
      <div className="row wrap secret-add">
        {!hasToken && (
          <Button
            kind="soft"
            onClick={() => {
              add({ name: 'HF_TOKEN', secret: inForce })
            }}
          >
            Add HF_TOKEN
          </Button>
        )}
        <Button
          kind="quiet"
          onClick={() => {
            add({ name: '', secret: null })
          }}
        >
          Add another secret
        </Button>
      </div>
    </section>
  )
}

interface SecretRowProps {
  readonly at: number
  readonly secret: DraftSecret
}

function SecretRow({ at, secret: { name, secret } }: SecretRowProps): ReactNode {
  const secrets = useJobForm(({ draft }) => draft.secrets)
  const providers = useSnapshot((snapshot) => snapshot.providers)
  const change = (part: Partial<DraftSecret>): void => {
    changeDraft({
      secrets: secrets.map((one, index) => (index === at ? { ...one, ...part } : one)),
    })
  }
  return (
    <li className="secret-row">
      <div className="row wrap">
        <input
          className="input small mono"
          aria-label="Name of the secret"
          placeholder="NAME"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          value={name}
          onChange={({ currentTarget }) => {
            change({ name: currentTarget.value })
          }}
        />
        <select
          className="input small"
          aria-label={`Value of ${name}`}
          value={keyOf(secret)}
          onChange={({ currentTarget: { value } }) => {
            change({ secret: secretOf(value) })
          }}
        >
          {providers.filter(isTokenOfJobs).flatMap(optionsOf)}
          <option value="">a value of your own</option>
          {secret?.from === 'held' && <option value="held">kept by Hubkey</option>}
        </select>
        {secret === null && <SecretValue at={at} name={name} />}
        {secret?.from === 'held' && <span className="dots">••••••••</span>}
        <Button
          kind="quiet"
          aria-label={`Take ${name} away`}
          onClick={() => {
            changeDraft({ secrets: secrets.filter((_one, index) => index !== at) })
          }}
        >
          Remove
        </Button>
      </div>
      <PlaceNote place={places.jobSecret(at)} />
    </li>
  )
}

/** A masked field whose text goes to main as soon as it is complete, and is in no state of ours afterwards. */
function SecretValue({ at, name }: { readonly at: number; readonly name: string }): ReactNode {
  const [text, setText] = useState('')
  const hand = (): void => {
    if (text === '') return
    takeSecret(at, text)
    setText('')
  }
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        hand()
      }}
    >
      <input
        type="password"
        className="input small"
        aria-label={`Text of ${name}`}
        placeholder="or $HF_TOKEN"
        autoComplete="off"
        spellCheck={false}
        maxLength={16_384}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value)
        }}
        onBlur={hand}
      />
    </form>
  )
}

function isTokenOfJobs({ id }: ProviderView): boolean {
  return id === 'huggingface' || id === 'ngc'
}

function optionsOf({ id, label, accounts }: ProviderView): ReactNode {
  return [
    <option key={id} value={`${id}/`}>
      {label}: the account in force
    </option>,
    ...accounts.map((account) => (
      <option key={`${id}/${account.name}`} value={`${id}/${account.name}`}>
        {label}: {account.name}
      </option>
    )),
  ]
}

function keyOf(secret: FormSecret | null): string {
  if (secret === null) return ''
  return secret.from === 'held' ? 'held' : `${secret.provider}/${secret.account ?? ''}`
}

function secretOf(key: string): FormSecret | null {
  const [provider, account = ''] = key.split('/')
  if (provider !== 'huggingface' && provider !== 'ngc') return null
  return { from: 'account', provider, account: account === '' ? null : account }
}

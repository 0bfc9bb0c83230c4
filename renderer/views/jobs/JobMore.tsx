import type { ReactNode } from 'react'
import type { JobForm } from '../../../shared/domain/job-form.ts'
import { Button } from '../../components/Button.tsx'
import { Field, TextField } from '../../components/Field.tsx'
import { changeDraft } from '../../job-form-actions.ts'
import { useJobForm } from '../../state/job-form.ts'
import { useSnapshot } from '../../state/snapshot.ts'

type Pair = JobForm['labels'][number]
type Volume = JobForm['volumes'][number]

const volumeTypes = ['bucket', 'model', 'dataset', 'space'] as const

/** What most jobs do without: environment, labels, volumes, ports, whose job it is. */
export function JobMore(): ReactNode {
  const draft = useJobForm((state) => state.draft)
  return (
    <details className="card more">
      <summary>
        More: environment, volumes, labels, ports, namespace
        {countOf(draft) > 0 && <span className="count">{countOf(draft)}</span>}
      </summary>
      <Pairs
        title="Environment"
        hint="Whoever may see the job can read these. Tokens belong to the secrets."
        one="variable"
        pairs={draft.environment}
        onChange={(environment) => {
          changeDraft({ environment })
        }}
      />
      <Volumes volumes={draft.volumes} />
      <Pairs
        title="Labels"
        hint="The label “name” is what the Hub calls the job."
        one="label"
        pairs={draft.labels}
        onChange={(labels) => {
          changeDraft({ labels })
        }}
      />
      <div className="fields">
        <TextField
          label="Ports"
          hint="Reached from outside with a token of yours."
          placeholder="8000"
          value={draft.ports}
          onText={(ports) => {
            changeDraft({ ports })
          }}
        />
        <NamespaceField />
        {draft.kind !== 'command' && (
          <TextField
            label="Python"
            placeholder="3.12"
            value={draft.python}
            onText={(python) => {
              changeDraft({ python })
            }}
          />
        )}
        {draft.kind !== 'command' && (
          <TextField
            label="Image"
            hint="One that has uv; left empty, that of uv itself."
            value={draft.image}
            onText={(image) => {
              changeDraft({ image })
            }}
          />
        )}
      </div>
    </details>
  )
}

function NamespaceField(): ReactNode {
  const namespace = useJobForm(({ draft }) => draft.namespace)
  const hub = useSnapshot(({ providers }) => providers.find(({ id }) => id === 'huggingface'))
  const organisations = hub?.verification?.identity?.organisations ?? []
  return (
    <Field label="Run it for" hint="Whoever it runs for pays.">
      {(describedBy) => (
        <select
          className="input"
          aria-describedby={describedBy}
          value={namespace}
          onChange={({ currentTarget }) => {
            changeDraft({ namespace: currentTarget.value })
          }}
        >
          <option value="">{hub?.username ?? 'yourself'}</option>
          {organisations.map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface PairsProps {
  readonly title: string
  readonly hint: string
  /** One of them, for the button and the fields' names. */
  readonly one: string
  readonly pairs: readonly Pair[]
  readonly onChange: (pairs: Pair[]) => void
}

function Pairs({ title, hint, one, pairs, onChange }: PairsProps): ReactNode {
  const set = (at: number, part: Partial<Pair>): void => {
    onChange(pairs.map((pair, index) => (index === at ? { ...pair, ...part } : pair)))
  }
  return (
    <fieldset className="pairs">
      <legend>{title}</legend>
      <p className="meta">{hint}</p>
      {pairs.map(({ name, value }, at) => (
        <div key={at} className="row">
          <input
            className="input small mono"
            aria-label={`Name of ${one} ${at + 1}`}
            placeholder="name"
            autoComplete="off"
            spellCheck={false}
            maxLength={200}
            value={name}
            onChange={({ currentTarget }) => {
              set(at, { name: currentTarget.value })
            }}
          />
          <input
            className="input small mono grow"
            aria-label={`Value of ${one} ${at + 1}`}
            placeholder="value"
            autoComplete="off"
            spellCheck={false}
            maxLength={16_384}
            value={value}
            onChange={({ currentTarget }) => {
              set(at, { value: currentTarget.value })
            }}
          />
          <RemoveButton
            label={`Take ${one} ${at + 1} away`}
            onClick={() => {
              onChange(pairs.filter((_pair, index) => index !== at))
            }}
          />
        </div>
      ))}
      <Button
        kind="quiet"
        onClick={() => {
          onChange([...pairs, { name: '', value: '' }])
        }}
      >
        Add a {one}
      </Button>
    </fieldset>
  )
}

function Volumes({ volumes }: { readonly volumes: readonly Volume[] }): ReactNode {
  const set = (at: number, part: Partial<Volume>): void => {
    changeDraft({
      volumes: volumes.map((volume, index) => (index === at ? { ...volume, ...part } : volume)),
    })
  }
  return (
    <fieldset className="pairs">
      <legend>Volumes</legend>
      <p className="meta">A bucket, or a repository to read, as a folder of the job.</p>
      {volumes.map(({ type, source, mountPath }, at) => (
        <div key={at} className="row">
          <select
            className="input small"
            aria-label={`Kind of volume ${at + 1}`}
            value={type}
            onChange={({ currentTarget }) => {
              const chosen = volumeTypes.find((each) => each === currentTarget.value) ?? type
              set(at, { type: chosen, readOnly: chosen !== 'bucket' })
            }}
          >
            {volumeTypes.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
          <input
            className="input small mono grow"
            aria-label={`Source of volume ${at + 1}`}
            placeholder="owner/name"
            maxLength={200}
            value={source}
            onChange={({ currentTarget }) => {
              set(at, { source: currentTarget.value })
            }}
          />
          <input
            className="input small mono"
            aria-label={`Folder of volume ${at + 1}`}
            placeholder="/data"
            maxLength={500}
            value={mountPath}
            onChange={({ currentTarget }) => {
              set(at, { mountPath: currentTarget.value })
            }}
          />
          <RemoveButton
            label={`Take volume ${at + 1} away`}
            onClick={() => {
              changeDraft({ volumes: volumes.filter((_volume, index) => index !== at) })
            }}
          />
        </div>
      ))}
      <Button
        kind="quiet"
        onClick={() => {
          const fresh: Volume = { type: 'bucket', source: '', mountPath: '/data', readOnly: false }
          changeDraft({ volumes: [...volumes, fresh] })
        }}
      >
        Add a volume
      </Button>
    </fieldset>
  )
}

function RemoveButton(props: { readonly label: string; readonly onClick: () => void }): ReactNode {
  return (
    <Button kind="quiet" aria-label={props.label} onClick={props.onClick}>
      Remove
    </Button>
  )
}

function countOf(draft: { environment: unknown[]; labels: unknown[]; volumes: unknown[] }): number {
  return draft.environment.length + draft.labels.length + draft.volumes.length
}

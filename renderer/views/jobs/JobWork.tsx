import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Field, TextField } from '../../components/Field.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { changeDraft, pickScript } from '../../job-form-actions.ts'
import { places } from '../../places.ts'
import { useJobForm } from '../../state/job-form.ts'
import { useBusy } from '../../state/ui.ts'
import { workKinds, type WorkKind } from '../../words/job-draft.ts'

const names: Readonly<Record<WorkKind, string>> = {
  text: 'Pasted script',
  file: 'Script file',
  url: 'Script at an address',
  command: 'Command in an image',
}

/** What the job does: a script from one of three places, or a command. */
export function JobWork(): ReactNode {
  const draft = useJobForm((state) => state.draft)
  return (
    <section className="card" aria-label="What it does">
      <div className="row wrap" role="group" aria-label="Kind of job">
        {workKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className="chip toggle"
            aria-pressed={draft.kind === kind}
            onClick={() => {
              changeDraft({ kind })
            }}
          >
            {names[kind]}
          </button>
        ))}
      </div>
      {draft.kind === 'text' && (
        <Field label="Script" hint="Python, run by uv with what its header (PEP 723) names.">
          {(describedBy) => (
            <textarea
              className="input mono"
              rows={10}
              spellCheck={false}
              autoComplete="off"
              maxLength={65_536}
              aria-describedby={describedBy}
              value={draft.script}
              onChange={({ currentTarget }) => {
                changeDraft({ script: currentTarget.value })
              }}
            />
          )}
        </Field>
      )}
      {draft.kind === 'file' && <ScriptFile />}
      {draft.kind === 'url' && (
        <TextField
          label="Address of the script"
          placeholder="https://…/train.py"
          value={draft.url}
          onText={(url) => {
            changeDraft({ url })
          }}
        />
      )}
      {draft.kind === 'command' ? (
        <>
          <TextField
            label="Image"
            hint="Of a registry, or a Space as hf.co/spaces/owner/name."
            placeholder="python:3.12"
            value={draft.image}
            onText={(image) => {
              changeDraft({ image })
            }}
          />
          <TextField
            label="Command"
            hint="As in a terminal. It goes to a shell where only a shell understands it."
            value={draft.command}
            onText={(command) => {
              changeDraft({ command })
            }}
          />
        </>
      ) : (
        <div className="fields">
          <TextField
            label="Packages (optional)"
            hint="Beside those of its header."
            value={draft.dependencies}
            onText={(dependencies) => {
              changeDraft({ dependencies })
            }}
          />
          <TextField
            label="Arguments (optional)"
            placeholder="--epochs 3"
            value={draft.arguments}
            onText={(words) => {
              changeDraft({ arguments: words })
            }}
          />
        </div>
      )}
    </section>
  )
}

function ScriptFile(): ReactNode {
  const file = useJobForm(({ draft }) => draft.file)
  const isBusy = useBusy(places.jobScript)
  return (
    <>
      <div className="row wrap script-file">
        <Button isBusy={isBusy} onClick={pickScript}>
          {file === null ? 'Choose a script…' : 'Choose another…'}
        </Button>
        {file !== null && (
          <span className="meta">
            <span className="mono">{file.name}</span>, read anew when the job is submitted
          </span>
        )}
      </div>
      <PlaceNote place={places.jobScript} />
    </>
  )
}

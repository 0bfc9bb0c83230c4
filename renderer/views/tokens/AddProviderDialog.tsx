import { useId, useState, type ReactNode } from 'react'
import { providerSuggestions } from '../../../shared/domain/provider-suggestions.ts'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import { closeDialog } from '../../state/tokens.ts'
import { addProvider } from '../../token-actions.ts'
import { providerProblem, variablesIn } from '../../words/provider.ts'

/** Asks for a provider of the user's own: a name, the variables of its key, perhaps an address that checks it. */
export function AddProviderDialog(): ReactNode {
  const [form, setForm] = useState({ label: '', environment: '', checkUrl: '' })
  const [wasTried, setTried] = useState(false)
  const problemId = useId()
  const problem = providerProblem(form)
  const set = (part: Partial<typeof form>): void => {
    setForm({ ...form, ...part })
  }
  return (
    <Dialog title="Add a provider" onClose={closeDialog}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (problem !== null) return
          const checkUrl = form.checkUrl.trim()
          addProvider({
            label: form.label.trim(),
            environment: variablesIn(form.environment),
            checkUrl: checkUrl === '' ? null : checkUrl,
          })
        }}
      >
        <p className="meta">For any other key that your tools read from the environment.</p>
        <div className="row wrap suggestions" role="group" aria-label="Known ones">
          {Object.values(providerSuggestions).map(({ label, environment, checkUrl }) => (
            <button
              key={label}
              type="button"
              className="chip toggle"
              aria-pressed={form.label === label}
              onClick={() => {
                setForm({ label, environment: environment.join(' '), checkUrl: checkUrl ?? '' })
              }}
            >
              {label}
            </button>
          ))}
        </div>
        <Field
          label="Name"
          value={form.label}
          hint="As you want to see it here."
          isFirst
          onChange={(label) => {
            set({ label })
          }}
        />
        <Field
          label="Variables"
          value={form.environment}
          hint="What its tools read, such as WANDB_API_KEY. Several: apart by spaces."
          isCode
          onChange={(environment) => {
            set({ environment })
          }}
        />
        <Field
          label="Check address (optional)"
          value={form.checkUrl}
          hint="Asked with the key to tell a good one from a bad one. Without it keys are kept unchecked."
          isCode
          onChange={(checkUrl) => {
            set({ checkUrl })
          }}
        />
        <p id={problemId} className="warn-text" role="status">
          {wasTried && problem !== null ? problem : ''}
        </p>
        <DialogFoot verb="Add" isDisabled={wasTried && problem !== null} />
      </form>
    </Dialog>
  )
}

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly hint: string
  readonly isFirst?: boolean
  readonly isCode?: boolean
  readonly onChange: (value: string) => void
}

function Field({ label, value, hint, isFirst, isCode, onChange }: FieldProps): ReactNode {
  const hintId = useId()
  return (
    <label className="field">
      <span>{label}</span>
      <input
        className={isCode === true ? 'input mono' : 'input'}
        value={value}
        maxLength={500}
        data-first-focus={isFirst}
        autoComplete="off"
        spellCheck={false}
        aria-describedby={hintId}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value)
        }}
      />
      <span id={hintId} className="meta">
        {hint}
      </span>
    </label>
  )
}

import { useState, type ReactNode } from 'react'
import { Dialog } from '../../components/Dialog.tsx'
import { DialogFoot } from '../../components/DialogFoot.tsx'
import {
  changeLaunch,
  closeLaunchForm,
  serveByJob,
  serveHosted,
  submitLaunch,
} from '../../launch-form-actions.ts'
import { places } from '../../places.ts'
import { useLaunchForm } from '../../state/launch-form.ts'
import { useModels } from '../../state/models.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { launchInput, readFields, type LaunchFields } from '../../words/launch-fields.ts'
import { size } from '../../../shared/size.ts'
import { shortName } from '../../words/run.ts'
import { LaunchFieldset } from './LaunchFieldset.tsx'
import { LiveChecks, problemsFound } from './LiveChecks.tsx'
import { WhereItRuns } from './WhereItRuns.tsx'

/** How a model is to be launched, where it is open. */
export function LaunchDialog(): ReactNode {
  const fields = useLaunchForm((state) => state.fields)
  return fields === null ? null : <LaunchForm fields={fields} />
}

function LaunchForm({ fields }: { readonly fields: LaunchFields }): ReactNode {
  const [wasTried, setTried] = useState(false)
  const checks = useLaunchForm((state) => state.checks)
  const files = useFiles(fields.model)
  const account = useSnapshot(
    ({ providers }) => providers.find(({ id }) => id === 'huggingface')?.account ?? null,
  )
  const read = readFields(fields)
  const found = problemsFound(checks)
  const { model, revision, file } = fields
  return (
    <Dialog title={`Launch ${shortName(model)}`} onClose={closeLaunchForm}>
      <WhereItRuns
        at="here"
        onHere={() => undefined}
        onJob={() => {
          const chosen = file === '' ? (files[0]?.[0] ?? null) : file
          serveByJob({ repo: model, revision, file: chosen, account })
        }}
        onHosted={() => {
          serveHosted(model)
        }}
      />
      <form
        noValidate
        className="preset-form"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          submitLaunch()
        }}
      >
        <LaunchFieldset
          fields={fields}
          problems={{ ...found, ...(read.ok ? {} : read.problems) }}
          {...(files.length === 0 ? {} : { files })}
          hasCustom={false}
          onChange={changeLaunch}
        />
        <LiveChecks
          input={read.ok ? launchInput(read.values) : null}
          nothing="Mend what is marked above, then it can be looked at."
        />
        <DialogFoot
          verb={Object.keys(found).length > 0 ? 'Launch anyway' : 'Launch'}
          isDisabled={wasTried && !read.ok}
          place={places.launchForm}
          onClose={closeLaunchForm}
        />
      </form>
    </Dialog>
  )
}

/** The files of a model that is known here, each with its quantisation and size. */
function useFiles(repo: string): readonly (readonly [string, string])[] {
  const inspected = useModels((state) => state.inspected)
  const cached = useModels((state) => state.cached)
  const files =
    inspected?.repo === repo
      ? inspected.files.filter(({ launchable }) => launchable)
      : (cached ?? []).filter((one) => one.repo === repo)
  return files.map(({ path, size: bytes, quantisation }) => {
    const kind = quantisation === null ? '' : `${quantisation} · `
    return [path, `${kind}${size(bytes)} · ${path}`] as const
  })
}

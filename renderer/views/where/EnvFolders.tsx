import type { ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { PlaceNote } from '../../components/PlaceNote.tsx'
import { places } from '../../places.ts'
import { useSnapshot } from '../../state/snapshot.ts'
import { useBusy } from '../../state/ui.ts'
import { addEnvFolder, forgetEnvFolder } from '../../where-actions.ts'

/** The folders whose `.env` files are looked into, as the user chose them. */
export function EnvFolders(): ReactNode {
  const folders = useSnapshot(({ settings }) => settings.envFolders)
  const isBusy = useBusy(places.envFolders)
  return (
    <section className="card sub-card" aria-labelledby="env-folders">
      <div className="row wrap">
        <div className="grow">
          <h3 id="env-folders">Folders with .env files</h3>
          {folders.length === 0 && (
            <p className="meta">
              Projects are not searched by themselves. Add the folder of yours.
            </p>
          )}
        </div>
        <Button isBusy={isBusy} onClick={addEnvFolder}>
          Add a folder…
        </Button>
      </div>
      <ul className="copies">
        {folders.map((folder) => (
          <li key={folder} className="row">
            <span className="mono grow">{folder}</span>
            <Button
              kind="quiet"
              aria-label={`Do not look into ${folder} any more`}
              onClick={() => {
                forgetEnvFolder(folder)
              }}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      <PlaceNote place={places.envFolders} />
    </section>
  )
}

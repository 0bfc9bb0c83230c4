import { App } from './App.tsx'
import { subscribe } from './client.ts'
import { connect } from './connect.ts'
import { takeLines } from './log-actions.ts'
import { takeJobLog } from './job-actions.ts'
import { takeMetrics } from './job-detail-actions.ts'
import { mount } from './mount.ts'
import { addPiece } from './state/chat.ts'
import { acceptFigures } from './state/figures.ts'
import { goTo, pageFromHash } from './state/ui.ts'
import './styles/main.css'

subscribe('log', takeLines)
subscribe('job-log', takeJobLog)
subscribe('job-metrics', takeMetrics)
subscribe('figures', acceptFigures)
subscribe('chat', addPiece)
subscribe('navigate', ({ view }) => {
  if (view !== 'log-in') goTo(view)
})
goTo(pageFromHash(location.hash))
connect()

mount(<App />)

import { createRoot } from 'react-dom/client'
import { connect } from './connect.ts'
import './styles/token.css'
import { TokenWindow } from './token-window/TokenWindow.tsx'

connect()

const root = document.getElementById('root')
if (root !== null) createRoot(root).render(<TokenWindow />)

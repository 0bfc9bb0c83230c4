import { connect } from './connect.ts'
import { mount } from './mount.ts'
import './styles/token.css'
import { TokenWindow } from './token-window/TokenWindow.tsx'

connect()

mount(<TokenWindow />)

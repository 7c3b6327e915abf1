/**
 * The tail's page: the rows of a stream as they arrive, what its shards do, and one record in full.
 * It shows what the host tells it and asks for the rows that are in sight; it keeps no records,
 * reads no stream and never parses a payload as HTML. `app.ts` puts it together; `grid/grid.ts` is
 * its heart; the contract is src/protocol/webview/tail.ts.
 *
 * The host writes the HTML around it, with a fresh nonce each time and the webview's `cspSource`:
 *
 *   <meta http-equiv="Content-Security-Policy" content="default-src 'none';
 *     script-src 'nonce-NONCE'; style-src CSP_SOURCE 'nonce-NONCE'; font-src CSP_SOURCE">
 *   <link rel="stylesheet" href="…/dist/webview/tail.css">
 *   <body>
 *     <div id="app"></div><script nonce="NONCE" src="…/dist/webview/tail.js"></script>
 *   </body>
 *
 * The style sheet names the icon font by a path beside it, so `localResourceRoots` has to contain
 * dist/webview. The nonce in style-src is for the toolkit alone (see ../shared/nonce.ts): the page
 * writes no style elements, and sets positions and sizes through CSSOM, which the policy lets through.
 * In its state the page keeps what it tails, which VS Code gives back to the host when the window is
 * reloaded.
 */
import './tail.css';
import { registerControls } from '../shared/controls.ts';
import { Host } from '../shared/host.ts';
import { TailApp } from './app.ts';

registerControls();
const place = document.getElementById('app');
if (!place) throw new Error('The page has no element with the id app');
const app = new TailApp(new Host());
place.replaceWith(app.node);
void app.open();

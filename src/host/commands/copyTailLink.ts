import * as vscode from 'vscode';
import { STATUS_MESSAGE_MS } from '../limits.ts';
import { EXTENSION_ID, TAIL_LINK_PATH, tailLinkQuery } from '../panels/tailLink.ts';
import type { Command } from './command.ts';
import { tailChoice } from './tailTargets.ts';

/** The link has the connection's name, what is read and the filter; no credentials and no records. */
export const copyTailLink: Command = {
  id: 'kinesis.copyTailLink',
  async run(context, argument) {
    const { session } = await tailChoice(context, argument, { title: 'Copy Link to Tail' });
    const query = tailLinkQuery(session.state);
    const link = `${vscode.env.uriScheme}://${EXTENSION_ID}${TAIL_LINK_PATH}?${query}`;
    await vscode.env.clipboard.writeText(link);
    vscode.window.setStatusBarMessage('Copied a link to this tail', STATUS_MESSAGE_MS);
  },
};

/** The two channels between the window's process and the page's. */
export const requestChannel = 'ferry:request';
export const eventChannel = 'ferry:event';

import type { Uploads } from '../../imports/ports.js';

/** What reads zips and tables is loaded when there is one. */
export function uploadsWhenWanted(): Uploads {
  return {
    async open(...upload) {
      const { fileUploads } = await import('./uploads.js');
      return fileUploads().open(...upload);
    },
  };
}

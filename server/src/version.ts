/** As package.json has it, which a test sees to: it is not there to be read wherever the program runs. */
export const VERSION = '0.1.0';

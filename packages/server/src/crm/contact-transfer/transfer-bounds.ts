/** Rows of one file, without the heading. */
export const ROWS_MAX = 100_000;
export const COLUMNS_MAX = 100;
/** Bytes of one cell in UTF-8: far more than any field holds. */
export const CELL_BYTES_MAX = 64 * 1_024;
/** Bytes of one file: 100,000 rows of 1 KB. */
export const FILE_BYTES_MAX = 100 * 1_024 * 1_024;

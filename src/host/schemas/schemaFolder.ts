/** The files of the workspace. Paths have slashes and begin at a folder of the workspace. */
export interface SchemaFolder {
  /** Undefined when there is no such file. Rejects with an `ExpectedError` when it must not be read. */
  read(path: string): Promise<string | undefined>;
  /** Paths of files that end in `/name`, a bounded number. */
  find(name: string): Promise<readonly string[]>;
  /** Paths of all Avro schemas, a bounded number. */
  avroFiles(): Promise<readonly string[]>;
}

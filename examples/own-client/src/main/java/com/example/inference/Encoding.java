package com.example.inference;

/** How a tensor's elements are written. */
enum Encoding {
  /** One by one, into the field of their type, as most examples on the web do. */
  FIELDS,
  /** All bytes at once. */
  CONTENT
}

//! The binary: everything is in the library.

use std::process::ExitCode;

/// Faster than the system's with the many small texts of posts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    tandem::cli::main()
}

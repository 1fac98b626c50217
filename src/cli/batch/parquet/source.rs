//! The bytes of a Parquet file, and what it says of itself.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Compression;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::reader::{ChunkReader, Length};

use super::layout;

/// The last bytes of a file: how long its footer is.
const TAIL: usize = 8;

/// A file whose descriptions are seen to be sound before they are read.
pub(super) struct Source {
    file: File,
    length: u64,
}

impl Source {
    /// Opens a file, and reads its footer.
    pub(super) fn open(file: File) -> Result<(Arc<Self>, ParquetMetaData)> {
        let length = file.metadata()?.len();
        let source = Self { file, length };
        let start = length.checked_sub(TAIL as u64).ok_or_else(|| {
            ParquetError::General(format!("it has {length} bytes, of which {TAIL} would be its end"))
        })?;
        let tail = FooterTail::try_from(&*source.bytes(start, TAIL)?)?;
        if tail.is_encrypted_footer() {
            return Err(ParquetError::General(
                "its footer is encrypted; write it without encryption".to_owned(),
            ));
        }
        let size = tail.metadata_length();
        let start = start.checked_sub(size as u64).ok_or_else(|| {
            ParquetError::General(format!("it has {length} bytes, and says that its footer has {size}"))
        })?;
        let footer = source.bytes(start, size)?;
        layout::footer(&footer).map_err(ParquetError::General)?;
        let metadata = ParquetMetaDataReader::decode_metadata(&footer)?;
        Ok((Arc::new(source), metadata))
    }

    fn bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // No memory is reserved by what the file says.
        let short =
            || ParquetError::EOF(format!("it ends before byte {}", start.saturating_add(length as u64)));
        if self.length.checked_sub(start).is_none_or(|left| left < length as u64) {
            return Err(short());
        }
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::with_capacity(length);
        file.take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() == length { Ok(bytes.into()) } else { Err(short()) }
    }
}

/// A column's part of a file.
pub(super) struct Chunk {
    source: Arc<Source>,
    /// The most bytes that its codec makes from one.
    swelling: i32,
}

impl Chunk {
    pub(super) fn new(source: &Arc<Source>, codec: Compression) -> Self {
        Self { source: Arc::clone(source), swelling: layout::swelling(codec) }
    }
}

impl Length for Chunk {
    fn len(&self) -> u64 {
        self.source.length
    }
}

impl ChunkReader for Chunk {
    type T = Head;

    fn get_read(&self, start: u64) -> Result<Head> {
        let left = self.source.length.saturating_sub(start);
        Ok(Head { file: self.source.file.try_clone()?, start, left, swelling: self.swelling, read: None })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        self.source.bytes(start, length)
    }
}

/// The head of a page, seen to be sound as soon as it is read.
pub(super) struct Head {
    file: File,
    start: u64,
    left: u64,
    swelling: i32,
    read: Option<Cursor<Vec<u8>>>,
}

impl Read for Head {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = match &mut self.read {
            Some(read) => read,
            None => {
                self.file.seek(SeekFrom::Start(self.start))?;
                let head = layout::page(BufReader::new(&self.file), self.left, self.swelling)?;
                self.read.insert(Cursor::new(head))
            }
        };
        let count = read.read(buffer)?;
        // A reader that wants more than there is would ask for it for ever.
        if count == 0 && !buffer.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(count) }
    }
}

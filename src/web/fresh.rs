//! What is worked out of files once and used until they change.

use crate::model::Problem;
use crate::work::Places;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// While a store is being filled it changes all the time; what was read of it is good for so long.
const GOOD_FOR: Duration = Duration::from_secs(10);

/// How a file is: another one has another length or another time.
type Stamp = Option<(u64, SystemTime)>;

/// A value and the files it was made of.
pub(crate) struct Fresh<T> {
    kept: Mutex<Option<Kept<T>>>,
    making: Mutex<()>,
}

struct Kept<T> {
    value: Arc<T>,
    stamps: Vec<Stamp>,
    made: Instant,
}

impl<T> Default for Fresh<T> {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            making: Mutex::default(),
        }
    }
}

impl<T> Fresh<T> {
    /// The value, made anew where the files have changed. While one caller makes it the others use the one before.
    pub(crate) fn get(
        &self,
        places: &Places,
        make: impl FnOnce() -> Result<T, Problem>,
    ) -> Result<Arc<T>, Problem> {
        let now = stamps(places);
        if let Some(value) = self.standing(&now) {
            return Ok(value);
        }
        let _making = match self.making.try_lock() {
            Ok(making) => making,
            Err(_) => match self.any() {
                Some(value) => return Ok(value),
                None => self.making.lock().unwrap_or_else(PoisonError::into_inner),
            },
        };
        if let Some(value) = self.standing(&now) {
            return Ok(value);
        }
        let value = Arc::new(make()?);
        let kept = Kept {
            value: Arc::clone(&value),
            stamps: now,
            made: Instant::now(),
        };
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(kept);
        Ok(value)
    }

    fn standing(&self, now: &[Stamp]) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        // The configuration is written by a person who wants to see what it does; the store by a program.
        let is_same = kept.stamps == now
            || kept.stamps.first() == now.first() && kept.made.elapsed() < GOOD_FOR;
        is_same.then(|| Arc::clone(&kept.value))
    }

    fn any(&self) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|kept| Arc::clone(&kept.value))
    }
}

/// The configuration first.
fn stamps(places: &Places) -> Vec<Stamp> {
    let store = &places.store.path;
    let mut log = store.clone().into_os_string();
    log.push("-wal");
    [places.config.path.as_path(), store, Path::new(&log)]
        .map(stamp)
        .into()
}

fn stamp(path: &Path) -> Stamp {
    let known = std::fs::metadata(path).ok()?;
    Some((known.len(), known.modified().ok()?))
}

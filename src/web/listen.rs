//! The loop that accepts connections: so many at once, none for ever, and an end that lets answers be finished.

use crate::model::Problem;
use crate::text::wording;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_io_timeout::TimeoutStream;

/// Connections at once; the next ones wait at the door of the system.
const CONNECTIONS: usize = 512;
/// Callers that may wait there: one that finds no place is thrown out without an answer.
const DOOR: u32 = 4096;
/// How long a caller may take to say what it wants, or may say nothing between two requests, or read nothing of its answer.
const SILENCE: Duration = Duration::from_secs(15);
/// How long a connection lives: a caller that goes on bit by bit does not keep its place.
const LIFE: Duration = Duration::from_secs(30 * 60);
/// How long answers may take to be finished at the end.
const LAST: Duration = Duration::from_secs(10);

/// Listens until the process is told to end.
pub(super) fn run(
    address: SocketAddr,
    router: impl FnOnce(SocketAddr) -> Router,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Problem> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| refused(address, &error))?;
    let served = runtime.block_on(async {
        let listener = bind(address)?;
        let at = listener.local_addr()?;
        let service = router(at);
        ready(at);
        accept(&listener, service).await
    });
    // What still works in the background holds no file open that matters: it only reads, or writes in one step.
    runtime.shutdown_timeout(LAST);
    served.map_err(|error| refused(address, &error))
}

fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() {
        TcpSocket::new_v4()?
    } else {
        TcpSocket::new_v6()?
    };
    // The address of a program that has just ended is free again. (On Windows this would share it.)
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(DOOR)
}

async fn accept(listener: &TcpListener, router: Router) -> io::Result<()> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut end = std::pin::pin!(told_to_end()?);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        tokio::select! {
            () = &mut end => break,
            (place, accepted) = next => match (place, accepted) {
                (Ok(place), Ok((stream, _))) => serve(stream, router.clone(), place, &graceful),
                // Out of file handles, or a caller that left at once: others go on.
                _ => tokio::time::sleep(Duration::from_millis(20)).await,
            },
        }
    }
    let _ = tokio::time::timeout(LAST, graceful.shutdown()).await;
    Ok(())
}

/// Answers one connection, on its own.
fn serve(
    stream: TcpStream,
    router: Router,
    place: OwnedSemaphorePermit,
    graceful: &GracefulShutdown,
) {
    // Small answers are not to wait for more.
    let _ = stream.set_nodelay(true);
    let connection = graceful.watch(connection(stream, router, SILENCE));
    tokio::spawn(async move {
        // A caller that breaks off, or speaks no HTTP, is nobody's fault.
        let _ = tokio::time::timeout(LIFE, connection).await;
        drop(place);
    });
}

/// A stream that fails where nothing comes or goes for too long.
type Bounded<S> = TokioIo<Pin<Box<TimeoutStream<S>>>>;

/// One that ends where its caller is silent for so long, or reads nothing.
fn connection<S: AsyncRead + AsyncWrite>(
    stream: S,
    router: Router,
    silence: Duration,
) -> http1::Connection<Bounded<S>, TowerToHyperService<Router>> {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(silence));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(silence)
        .max_buf_size(64 << 10)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(router),
        )
}

/// Ends with Ctrl+C, and with what a system sends to stop a program.
#[cfg(unix)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn refused(address: SocketAddr, error: &io::Error) -> Problem {
    let why = wording::io_error(error);
    Problem::new(
        address.to_string(),
        format!(
            "cannot listen here ({}); is tandem running already? Give another address with --listen, such as 127.0.0.1:0",
            why.english
        ),
        format!(
            "impossible d’écouter à cette adresse ({}); tandem fonctionne-t-il déjà? Indiquez-en une autre avec --ecouter, par exemple 127.0.0.1:0",
            why.french
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::AsyncWriteExt as _;

    /// A few hundred callers that ask and then read nothing, or never ask, would else keep all others out.
    #[test]
    fn who_reads_nothing_is_left() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.unwrap().block_on(async {
            for asked in [
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHo",
                "",
            ] {
                let router = Router::new().route("/", get(|| async { "a".repeat(1 << 20) }));
                let (mut caller, stream) = tokio::io::duplex(1024);
                caller.write_all(asked.as_bytes()).await.unwrap();
                let ended = connection(stream, router, Duration::from_millis(50));
                let ended = tokio::time::timeout(Duration::from_secs(60), ended).await;
                assert!(ended.is_ok_and(|it| it.is_err()), "{asked}");
            }
        });
    }
}

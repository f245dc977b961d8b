#include "read/readthread.h"

#include "base/literals.h"

#include <utility>

namespace parking::read {

ReadThread::ReadThread(QString databaseUrl, Prepare prepare, QObject *parent)
    : QObject(parent), m_reader(new Reader(std::move(databaseUrl), std::move(prepare)))
{
    m_thread.setObjectName(u"reads"_s);
    m_reader->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_reader, &QObject::deleteLater);
    m_thread.start();
}

ReadThread::~ReadThread()
{
    m_thread.quit();
    m_thread.wait();
}

void ReadThread::end()
{
    if (std::exchange(m_isEnding, true))
        return;
    QMetaObject::invokeMethod(
        m_reader, [this] { Q_EMIT ended(); }, Qt::QueuedConnection);
}

Result<store::Database *> ReadThread::Reader::connected()
{
    if (!m_database) {
        auto opened = store::Database::open({.url = m_url, .readOnly = true});
        if (!opened)
            return opened.error();
        if (Result<> ready = m_prepare ? m_prepare(**opened) : Result<>(); !ready)
            return ready.error();
        m_database = std::move(*opened);
    } else if (!m_database->isOpen()) {
        if (Result<> opened = m_database->reopen(); !opened)
            return opened.error();
        if (Result<> ready = m_prepare ? m_prepare(*m_database) : Result<>(); !ready) {
            m_database.reset(); // nothing is asked of it as it is
            return ready.error();
        }
    }
    return m_database.get();
}

} // namespace parking::read

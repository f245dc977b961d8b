#include "read/readthread.h"

#include "base/literals.h"

namespace parking::read {

ReadThread::ReadThread(QString databaseUrl, QObject *parent)
    : QObject(parent), m_reader(new Reader(std::move(databaseUrl)))
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

Result<store::Database *> ReadThread::Reader::connected()
{
    if (!m_database) {
        auto opened = store::Database::open({.url = m_url, .readOnly = true});
        if (!opened)
            return opened.error();
        m_database = std::move(*opened);
    } else if (!m_database->isOpen()) {
        if (Result<> opened = m_database->reopen(); !opened)
            return opened.error();
    }
    return m_database.get();
}

} // namespace parking::read

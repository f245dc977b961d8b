#pragma once

#include "desk/desk.h"
#include "engine/spaces/importsheet.h"
#include "spacelist/importpage.h"

#include <QTimer>

namespace parking::ui {

/// Joins the import of a table to engine and reads. What a file would do is held against what
/// stands in the database when it is read; what stands otherwise by the time of the import refuses
/// it. While the database does not answer nothing is said of either.
class ImportDesk : public QObject {
    Q_OBJECT

public:
    /// `reads`: a long file holds up nobody else's questions there. All outlive it.
    ImportDesk(const Desk &desk, read::ReadThread &reads, ImportPage &page);

    void begin(); ///< the page was opened: no file is chosen, no answer waited for
    void open(const QString &path);

private:
    using Progress = std::shared_ptr<engine::SheetProgress>;

    void choose();
    void take(const QByteArray &bytes, const QString &path);
    void read();
    void stopReading();
    void importSheet(const domain::ImportSheet &sheet);
    void onImported(const engine::SpacesChanged &changed, int count);
    void onRefused(const Error &error, const domain::ImportSheet &sheet);
    void onHealth();
    Notices::Step told(Notices::Step step, bool takesBack);

    const Desk &m_desk;
    read::ReadThread &m_reads;
    ImportPage &m_page;
    QString m_path;
    QByteArray m_bytes;
    domain::SheetForm m_form; ///< that is wanted
    domain::SheetForm m_shown; ///< of the lines that are shown
    Progress m_progress; ///< of the question that is asked; null: none
    QTimer m_poll; ///< how far it is
    int m_file = 0; ///< answers about another one are not for the page
    bool m_waits = false; ///< asks again
    bool m_isImporting = false; ///< the answer will tell
    bool m_isDone = false; ///< the file that is shown was imported
    bool m_isDown = false; ///< the database, as Health says
};

} // namespace parking::ui

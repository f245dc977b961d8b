#pragma once

#include "app/exportrun.h"
#include "app/operatorwindow.h"
#include "app/reviewsession.h"
#include "review/exportsheet.h"

#include <QPointer>

#include <memory>
#include <vector>

namespace parking::ui {

/// What an operator's window does with the past: a review of the running database in a window
/// beside it, an export into an archive, an archive in a program of its own.
class PastWork : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `reads`: for counts that take long.
    struct Doors {
        QString databaseUrl;
        read::ReadThread &reads;
        Clock &clock;
        QString actor;
    };

    PastWork(const Doors &doors, OperatorWindow &window);
    ~PastWork() override;

    void askPeriod(); ///< of a review
    void review(UtcTime from, UtcTime to);
    /// Over `parent`; one at a time.
    void openExport(MainWindow &parent);
    ExportSheet *sheet() const { return m_sheet; } ///< null: none is open
    bool isExporting() const { return m_run.isRunning(); }
    qsizetype reviews() const { return qsizetype(m_reviews.size()); } ///< that are open
    ReviewWindow *lastReview() const;
    ReviewSession *lastSession() const;

Q_SIGNALS:
    void archiveWanted(const QString &path); ///< to be looked at

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Review;

    void chooseArchive();
    void connectSheet();
    void askEstimate();
    void beginExport();
    void forget(const Review *review);
    archive::ExportOptions optionsOf(const ExportWish &wish) const;

    Doors m_doors;
    OperatorWindow &m_window;
    ExportRun m_run;
    QPointer<ExportSheet> m_sheet;
    std::vector<std::unique_ptr<Review>> m_reviews;
};

} // namespace parking::ui

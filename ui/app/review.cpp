#include "app/review.h"

#include "app/reviewsession.h"
#include "base/literals.h"
#include "base/terminationsignal.h"
#include "review/reviewlabels.h"
#include "widgets/noticepage.h"

#include <QApplication>
#include <QProcess>

#include <cstdio>

namespace parking::ui {

namespace {

int refuse(const Error &error, Theme &theme)
{
    std::fprintf(stderr, "smart-parking: %s\n", error.detail.toUtf8().constData());
    QMainWindow window;
    window.setWindowTitle(QObject::tr("Smart Parking"));
    window.resize(820, 520);
    auto *page = new NoticePage(theme, &window);
    page->setContent({.icon = u"warning"_s,
                      .title = QObject::tr("This file cannot be reviewed"),
                      .text = labels::refusal(error),
                      .details = error.detail,
                      .actions = {{QObject::tr("Close"), [&window] { window.close(); }}}});
    window.setCentralWidget(page);
    window.show();
    QApplication::exec();
    return 1;
}

} // namespace

int runReview(QApplication &application, const QString &path)
{
    SystemClock clock;
    Theme theme(application);
    Result<archive::OpenedArchive> opened = archive::openArchive(path);
    if (!opened)
        return refuse(opened.error(), theme);
    const ReviewSession::Source source{path, opened->manifest, opened->tables, opened->bytes};
    opened->database.reset(); // each thread has its own
    SiteModel model;
    Situation situation;
    Notices notices;
    ReviewWindow window(model, situation, notices, theme);
    ReviewSession session(source, clock, window);
    QObject::connect(&window, &MainWindow::leaveRequested, &window, &QWidget::close);
    QObject::connect(&window, &MainWindow::archiveDropped, &window,
                     [](const QString &other) { startReview(other); });
    const TerminationSignal termination;
    QObject::connect(&termination, &TerminationSignal::received, &application,
                     [] { QApplication::exit(0); });
    window.show();
    session.begin();
    return QApplication::exec();
}

bool startReview(const QString &path)
{
    return QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--review"_s, path});
}

} // namespace parking::ui

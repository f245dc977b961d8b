#include "review/reviewbar.h"

#include "base/literals.h"
#include "labels.h"
#include "review/reviewlabels.h"
#include "shownzone.h"
#include "widgets/arrowbox.h"
#include "widgets/role.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

ReviewBar::ReviewBar(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"reviewBar"_s);
    m_gap = makeLabel(this, "secondary"_L1);
    m_gap->setObjectName(u"nothingRecorded"_s);
    m_gap->setContentsMargins(20, 6, 20, 6);
    m_gap->hide();
    m_back = makeButton("step-back", tr("To the change before (,)"));
    m_play = makeButton("play", {});
    m_play->setProperty("kind", u"primary"_s);
    m_play->setFixedSize(theme.scaled(40), theme.scaled(32));
    m_forward = makeButton("step-forward", tr("To the next change (.)"));
    connect(m_back, &QPushButton::clicked, this, [this] { Q_EMIT stepped(-1); });
    connect(m_forward, &QPushButton::clicked, this, [this] { Q_EMIT stepped(+1); });
    connect(m_play, &QPushButton::clicked, this, [this] {
        if (m_isPlaying)
            Q_EMIT paused();
        else
            Q_EMIT played(speed());
    });
    m_speed = new ArrowBox(m_theme, this);
    m_speed->setAccessibleName(tr("How fast"));
    m_speed->setMinimumWidth(theme.scaled(84));
    for (const int speed : kSpeeds)
        m_speed->addItem(tr("%1×").arg(speed), speed);
    setSpeed(60);
    connect(m_speed, &QComboBox::activated, this, [this] {
        if (m_isPlaying)
            Q_EMIT played(speed());
    });
    m_clock = makeLabel(this);
    m_clock->setObjectName(u"moment"_s);
    m_day = makeLabel(this, "secondary"_L1);
    auto *moment = new QVBoxLayout;
    moment->setSpacing(0);
    moment->addStretch();
    moment->addWidget(m_clock);
    moment->addWidget(m_day);
    moment->addStretch();
    m_day->setFixedWidth(theme.scaled(140)); // so that nothing moves
    m_slider = new TimeSlider(theme, this);
    connect(m_slider, &TimeSlider::chosen, this, &ReviewBar::chosen);
    m_mark = makeButton("bookmark", tr("Bookmark of this moment (B)"));
    connect(m_mark, &QPushButton::clicked, this, &ReviewBar::openBookmark);
    m_popup = new BookmarkPopup(theme, this);
    connect(m_popup, &BookmarkPopup::kept, this, &ReviewBar::bookmarkKept);
    connect(m_popup, &BookmarkPopup::removed, this, &ReviewBar::bookmarkRemoved);
    auto *more = makeButton("more", tr("More"));
    m_more = new QMenu(more);
    connect(more, &QPushButton::clicked, this, [this, more] {
        const QSize size = m_more->sizeHint();
        m_more->popup(more->mapToGlobal(QPoint(more->width() - size.width(), -size.height())));
    });
    m_live = new QPushButton(tr("Live"), this);
    m_live->setToolTip(tr("Leaves the past: what is now"));
    m_live->hide();
    connect(m_live, &QPushButton::clicked, this, &ReviewBar::liveWanted);

    auto *line = new QHBoxLayout;
    line->setContentsMargins(14, 4, 14, 4);
    line->setSpacing(8);
    line->addWidget(m_back);
    line->addWidget(m_play);
    line->addWidget(m_forward);
    line->addSpacing(4);
    line->addWidget(m_speed);
    line->addSpacing(8);
    line->addLayout(moment);
    line->addWidget(m_slider, 1);
    line->addWidget(m_live);
    line->addWidget(m_mark);
    line->addWidget(more);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_gap);
    layout->addLayout(line);
    connect(&theme, &Theme::changed, this, &ReviewBar::refreshPlay);
    refreshPlay();
}

QPushButton *ReviewBar::makeButton(const char *icon, const QString &name)
{
    auto *button = new QPushButton(m_theme.icon(QLatin1StringView(icon)), {}, this);
    button->setProperty("kind", u"icon"_s);
    button->setIconSize(QSize(20, 20));
    button->setToolTip(name);
    button->setAccessibleName(name);
    return button;
}

void ReviewBar::refreshPlay()
{
    const Tokens &t = m_theme.tokens();
    m_play->setIcon(QIcon(m_theme.pixmap(m_isPlaying ? u"pause"_s : u"play"_s, 18, t.accentText,
                                         devicePixelRatioF())));
    const QString name = m_isPlaying ? tr("Pause (Space)") : tr("Play (Space)");
    m_play->setToolTip(name);
    m_play->setAccessibleName(name);
    m_clock->setFont(m_theme.font(TextStyle::PageTitle));
}

int ReviewBar::speed() const
{
    return m_speed->currentData().toInt();
}

void ReviewBar::setSpeed(int speed)
{
    m_speed->setCurrentIndex(qMax(0, m_speed->findData(speed)));
}

void ReviewBar::setPeriod(UtcTime from, UtcTime to, const QList<domain::RecordingGap> &gaps)
{
    m_from = from;
    m_gaps = gaps;
    m_slider->setPeriod(from, to, gaps);
}

void ReviewBar::setPlaying(bool playing)
{
    m_isPlaying = playing;
    refreshPlay();
}

void ReviewBar::setHasLive(bool live)
{
    m_live->setVisible(live);
}

void ReviewBar::setBookmarks(const Bookmarks &bookmarks)
{
    m_bookmarks = bookmarks;
    m_slider->setBookmarks(bookmarks);
}

void ReviewBar::openBookmark()
{
    Q_EMIT paused();
    m_popup->open(m_moment, bookmarkAt(m_bookmarks, m_moment), *m_mark);
}

void ReviewBar::goToBookmark(int by)
{
    if (const Bookmark *bookmark = bookmarkBeside(m_bookmarks, m_moment, by))
        Q_EMIT chosen(bookmark->moment);
    else
        Q_EMIT noBookmark(by);
}

void ReviewBar::setMoment(UtcTime moment)
{
    m_moment = moment;
    const QDateTime local = labels::local(moment);
    m_clock->setText(local.time().toString(tr("HH:mm:ss")));
    m_day->setText(QLocale().toString(local.date(), tr("dddd d MMM")));
    m_slider->setMoment(moment);
    const domain::RecordingGap *gap = domain::gapAt(m_gaps, moment);
    if (gap && gap->from > m_from)
        m_gap->setText(tr("Nothing recorded at this moment. The last word is from %1.")
                           .arg(labels::dayAndClock(gap->from)));
    else if (gap) // nobody looked further back
        m_gap->setText(tr("Nothing recorded at this moment."));
    m_gap->setVisible(gap != nullptr);
}

} // namespace parking::ui

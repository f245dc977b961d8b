#pragma once

#include "base/time.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;

namespace parking::ui {

/// The line under a review: which archive, whether it is whole, what is in it, which moment is
/// shown. Nothing is called whole before every row was read.
class ReviewStatus : public QWidget {
    Q_OBJECT

public:
    explicit ReviewStatus(const Theme &theme, QWidget *parent = nullptr);

    enum class Check { Running, Whole, Damaged, NotDone };
    struct Source {
        QString name;
        qint64 bytes = 0; ///< 0: the running database, no file
        int spaces = 0; ///< that are shown
        qint64 devices = 0;
        qint64 changes = 0;
        qint64 readings = 0;
        QString zone = {}; ///< by whose clock times are told; empty: the computer's
    };
    void setSource(const Source &source);
    /// `words`: what is damaged, or why it could not be checked.
    void setCheck(Check check, const QString &words = {});
    void setMoment(UtcTime moment);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();

    const Theme &m_theme;
    Source m_source;
    Check m_check = Check::Running;
    QString m_words;
    QLabel *m_sign;
    QLabel *m_name;
    QLabel *m_state;
    QLabel *m_counts;
    QLabel *m_moment;
};

} // namespace parking::ui

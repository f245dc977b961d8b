#pragma once

#include "theme/theme.h"

#include <QWidget>

namespace parking::ui {

/// Which of the steps of something is open: done ones with a tick, the open one filled.
class ImportSteps : public QWidget {
    Q_OBJECT

public:
    ImportSteps(const QStringList &names, const Theme &theme, QWidget *parent = nullptr);

    void setStep(int step); ///< that is open; their number: all are done
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int widthOf(int step) const; ///< with its disc

    const Theme &m_theme;
    const QStringList m_names;
    int m_step = 0;
};

} // namespace parking::ui
